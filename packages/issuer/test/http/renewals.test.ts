import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createStatusListStore } from '../../src/database/status-list-store.ts'
import { accessToken, call, freshNonce, makeProof, postJson, redeem, requestCredential } from '../support/protocol.ts'
import { eventLine, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
afterEach(() => issuer.close())

const wife = { citizen_number: NUMBERS.wife, role: 'resident', laser_code: 'JT0-0000002-00' }
const lines = [houseLine(), personLine(), personLine(wife)]
const en = { title: 'Mr.', given: 'Somchai', family: 'Deejai' }
const th = { title: 'นาย', given: 'สมชาย', family: 'ดีใจ' }
const renamed = { type: 'name_change', names: { th, en } }

const authorization = `Bearer ${OPERATOR_TOKEN}`

function sendEvents(...events: readonly string[]) {
  return call(`${issuer.url}/operator/life-events`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/jsonl' },
    body: events.join('\n'),
  })
}

async function pending(): Promise<readonly { id: string; types: string[]; reason: string }[]> {
  return (await call(`${issuer.url}/operator/renewals`, { headers: { authorization } })).body['renewals']
}

async function issue(token: string, configuration: string): Promise<string> {
  const answer = await requestCredential(issuer, token, {
    credential_configuration_id: configuration,
    proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] },
  })
  expect(answer.status).toBe(200)
  return answer.body['credentials'][0].credential
}

/** What the disclosures of a credential say, all in one text. */
function disclosed(credential: string): string {
  return credential
    .split('~')
    .slice(1, -1)
    .map((disclosure) => Buffer.from(disclosure, 'base64url').toString())
    .join('\n')
}

test('after a change of name the old credential is revoked and the new one is offered without enrolment', async () => {
  issuer = await startTestIssuer(lines)
  const old = await issue(await accessToken(issuer, NUMBERS.head), 'id-card')
  expect(disclosed(old)).toContain('Jaidee')
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 1000)
  expect(await sendEvents(eventLine(renamed))).toMatchObject({
    status: 200,
    body: { applied: 1, known: 0, revoked: 1, renewals: 1 },
  })
  const [renewal, ...others] = await pending()
  expect(others).toEqual([])
  expect(renewal).toMatchObject({ types: ['id-card'], reason: 'life_event:name_change' })
  const offer = await postJson(`${issuer.url}/operator/renewals/${renewal!.id}/offer`, {}, OPERATOR_TOKEN)
  expect(offer).toMatchObject({ status: 201, body: { tx_code: expect.stringMatching(/^\d{6}$/) } })
  expect(await pending()).toEqual([])
  const { grants } = JSON.parse(new URL(offer.body['offer_uri']).searchParams.get('credential_offer') ?? '')
  const { body } = await redeem(issuer, {
    'pre-authorized_code': grants['urn:ietf:params:oauth:grant-type:pre-authorized_code']['pre-authorized_code'],
    tx_code: offer.body['tx_code'],
  })
  const renewed = disclosed(await issue(body['access_token'], 'id-card'))
  expect(renewed).toContain('Deejai')
  expect(renewed).not.toContain('Jaidee')
})

test('a renewal that a wallet has fetched of itself waits for nobody, and half of one does', async () => {
  issuer = await startTestIssuer(lines)
  const token = await accessToken(issuer, NUMBERS.head)
  for (const type of ['id-card', 'house-registration']) await issue(token, type)
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 1000)
  await sendEvents(eventLine(renamed))
  expect(await pending()).toHaveLength(1)
  await issue(token, 'id-card')
  expect(await pending()).toHaveLength(1)
  await issue(token, 'house-registration')
  expect(await pending()).toEqual([])
})

test('nothing is offered to the dead', async () => {
  issuer = await startTestIssuer(lines)
  for (const number of [NUMBERS.head, NUMBERS.wife])
    await issue(await accessToken(issuer, number), 'house-registration')
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 1000)
  await sendEvents(eventLine(renamed))
  const before = await pending()
  expect(before).toHaveLength(2)
  await sendEvents(eventLine({ type: 'death', successor: NUMBERS.wife }))
  const [left, ...others] = await pending()
  expect(others).toEqual([])
  // The wife's; the dead man's is gone, also for whoever remembers its id.
  const gone = before.find(({ id }) => id !== left!.id)
  expect(await postJson(`${issuer.url}/operator/renewals/${gone!.id}/offer`, {}, OPERATOR_TOKEN)).toMatchObject({
    status: 404,
    body: { code: 'renewal_not_found' },
  })
})

test.each(['nothing', '00000000-0000-4000-8000-000000000000'])('a renewal %s is unknown', async (id) => {
  issuer = await startTestIssuer(lines)
  const path = `${issuer.url}/operator/renewals/${id}/offer`
  expect(await postJson(path, {}, OPERATOR_TOKEN)).toMatchObject({ status: 404, body: { code: 'renewal_not_found' } })
  expect(await postJson(path, {})).toMatchObject({ status: 401 })
  expect(await postJson(`${issuer.url}/operator/life-events`, {})).toMatchObject({ status: 401 })
})

test('a credential that was asked for before a change and recorded after it says what has changed', async () => {
  let onWait = () => {}
  const waiting = new Promise<void>((resolve) => {
    onWait = resolve
  })
  const wait = async () => {
    onWait()
    await setTimeout(5)
  }
  issuer = await startTestIssuer(lines, { timer: { milliseconds: () => 0, wait } })
  const token = await accessToken(issuer, NUMBERS.head)
  // No list takes entries, and another process publishes: the request has read the register and waits for a list.
  await issuer.db.updateTable('status_list').set({ decoy_seed: null }).execute()
  const lists = createStatusListStore(issuer.db, () => new Uint8Array(0))
  await lists.takeLease('another', issuer.clock.now, new Date(issuer.clock.now.getTime() + 60_000))
  const credential = issue(token, 'id-card')
  await waiting
  expect(await sendEvents(eventLine(renamed))).toMatchObject({ body: { applied: 1, revoked: 0 } })
  await lists.giveBackLease('another')
  expect(disclosed(await credential)).toContain('Deejai')
})
