// What an issuer has answered for survives its being killed: revocations, grants, what is owed, and what waits for a person.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import {
  type JsonObject,
  parseJsonObject,
  parseSdJwt,
  readStatusReference,
  type StatusReference,
  signJws,
} from '@bai/credential'
import { generateNodeSigner, type NodeSigner } from '@bai/credential/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { begin, OTHER, PORTRAIT, sendPictures } from '../packages/issuer/test/support/enrol.ts'
import { postgresMissing, startPostgres } from '../packages/issuer/test/support/postgres.ts'
import { call, postJson, redeem as redeemOffer } from '../packages/issuer/test/support/protocol.ts'
import { eventLine, houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import type { TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { TestWallet } from '../packages/issuer/test/support/test-wallet.ts'
import { type ChildIssuer, startChildIssuer } from './support/child-issuer.ts'
import { callOperator, offerCode, redeemForToken } from './support/issuance-client.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'

const timeout = 180_000
const WALLETS = 4
const ISSUED_BEFORE_KILL = 40
const REVOKED_BEFORE_KILL = 8
const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

/** What a wallet has, and what it was told of it. */
type Held = { readonly key: NodeSigner; readonly status: StatusReference; revoked: 'no' | 'asked' | 'yes' }

let dataFolder: string
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-kill-'))
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

test('on the embedded database', { timeout }, async () => {
  await prepareDataFolder(dataFolder)
  await killAndLook()
})

test.skipIf(postgresMissing !== undefined)('on PostgreSQL', { timeout }, async () => {
  await using server = await startPostgres()
  await killAndLook(server.url)
})

async function killAndLook(databaseUrl?: string): Promise<void> {
  const options = { dataFolder, databaseUrl, simpleFaces: true }
  const first = await startChildIssuer({ ...options, port: 0 })
  const resident = { role: 'resident', portrait: PORTRAIT }
  const lines = [
    houseLine(),
    personLine({ portrait: PORTRAIT }),
    personLine({ ...resident, citizen_number: NUMBERS.wife, laser_code: 'JT0-0000002-00' }),
    personLine({ ...resident, citizen_number: NUMBERS.child, laser_code: 'JT0-0000003-00' }),
    personLine({ ...resident, citizen_number: NUMBERS.grandmother, laser_code: 'JT0-0000004-00' }),
  ]
  await callOperator(first, '/operator/register', `${lines.join('\n')}\n`, 'application/jsonl')
  const grant = await takeGrant(first)
  const review = await openReview(first)
  const renewed = await loseToTheRegister(first)
  const held = await issueAndRevokeUntilKilled(first)

  const issuer = await startChildIssuer({ ...options, port: Number(new URL(first.url).port) })
  try {
    await expectRevocationsKept(issuer, held)
    await expectGrantKept(issuer, grant)
    await expectReviewKept(issuer, review)
    const { renewals } = (await operatorGet(issuer, '/operator/renewals')) as { renewals: object[] }
    expect(renewals).toMatchObject([renewed])
    const later = await issue(issuer, await tokenOf(issuer), 20)
    const places = [...held, ...later].map(({ status }) => `${status.uri} ${status.index}`)
    expect(new Set(places).size).toBe(places.length)
  } finally {
    expect(await issuer.stop()).toBe(0)
  }
}

async function tokenOf(issuer: ChildIssuer, citizenNumber: string = NUMBERS.head): Promise<string> {
  return redeemForToken(issuer, await offerCode(issuer, citizenNumber, ['id-card']))
}

/** Cards to new keys, in one request. */
async function issue({ url }: ChildIssuer, token: string, copies: number): Promise<readonly Held[]> {
  const nonce = await freshNonce(url)
  const keys = Array.from({ length: copies }, () => generateNodeSigner())
  const jwt = await Promise.all(keys.map((key) => proof(url, 'openid4vci-proof+jwt', nonce, key)))
  const answer = await postJson(`${url}/credential`, { credential_configuration_id: 'id-card', proofs: { jwt } }, token)
  if (answer.status !== 200) throw new Error(`No credential: ${JSON.stringify(answer.body)}`)
  const credentials: { credential: string }[] = answer.body['credentials']
  return credentials.map(({ credential }, i) => ({ key: keys[i]!, status: statusOf(credential), revoked: 'no' }))
}

/** Its holder revokes it. @returns how many were revoked by it: 0 when it was before */
async function revoke({ url }: ChildIssuer, { key }: Held): Promise<number> {
  const answer = await postJson(`${url}/revocations`, {
    proof: await proof(url, 'bai-revocation+jwt', await freshNonce(url), key),
  })
  if (answer.status !== 200) throw new Error(`Not revoked: ${JSON.stringify(answer.body)}`)
  return answer.body['revoked']
}

/** Wallets issue and revoke side by side; when enough was answered the issuer is killed, whatever is under way. */
async function issueAndRevokeUntilKilled(issuer: ChildIssuer): Promise<readonly Held[]> {
  const held: Held[] = []
  let killed: Promise<void> | undefined
  const isEnough = () =>
    held.length >= ISSUED_BEFORE_KILL && held.filter(({ revoked }) => revoked === 'yes').length >= REVOKED_BEFORE_KILL
  const wallet = async () => {
    try {
      const token = await tokenOf(issuer)
      for (;;) {
        const copies = await issue(issuer, token, 3)
        held.push(...copies)
        const [lost] = copies as [Held]
        lost.revoked = 'asked'
        expect(await revoke(issuer, lost)).toBe(1)
        lost.revoked = 'yes'
        if (isEnough()) killed ??= issuer.kill()
      }
    } catch (error) {
      // A connection that breaks is what a kill looks like from here; before it, nothing may go wrong.
      if (killed === undefined) throw error
    }
  }
  await Promise.all(Array.from({ length: WALLETS }, wallet))
  await killed
  return held
}

/** What was answered as revoked is so in the published lists; of all others each has its record, and can be revoked. */
async function expectRevocationsKept(issuer: ChildIssuer, held: readonly Held[]): Promise<void> {
  await callOperator(issuer, '/operator/status-publications', '{}')
  const told = held.filter(({ revoked }) => revoked === 'yes')
  expect(told.length).toBeGreaterThanOrEqual(REVOKED_BEFORE_KILL)
  expect(await statusesOf(told)).toEqual(told.map(() => 1))
  for (const one of told) expect(await revoke(issuer, one)).toBe(0)
  const good = held.filter(({ revoked }) => revoked === 'no')
  expect(await statusesOf(good)).toEqual(good.map(() => 0))
  for (const one of good) expect(await revoke(issuer, one)).toBe(1)
  // Of those under way nobody was told: they are revoked or they are not, and can be.
  for (const one of held.filter(({ revoked }) => revoked === 'asked'))
    expect([0, 1]).toContain(await revoke(issuer, one))
  await callOperator(issuer, '/operator/status-publications', '{}')
  expect(await statusesOf(held)).toEqual(held.map(() => 1))
}

/** A grant whose tokens are for a key: an access token and a refresh token. */
async function takeGrant(issuer: ChildIssuer) {
  const wallet = new TestWallet(addressOf(issuer))
  const code = await offerCode(issuer, NUMBERS.wife, ['id-card'])
  const { status, body } = await wallet.token({ grant_type: PRE_AUTHORIZED, 'pre-authorized_code': code })
  expect(status).toBe(200)
  return { wallet, accessToken: body['access_token'] as string, refreshToken: body['refresh_token'] as string }
}

async function expectGrantKept(
  { url }: ChildIssuer,
  { wallet, accessToken, refreshToken }: Awaited<ReturnType<typeof takeGrant>>,
) {
  const refreshed = await wallet.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
  expect(refreshed.status).toBe(200)
  for (const token of [accessToken, refreshed.body['access_token'] as string]) {
    const jwt = [await proof(url, 'openid4vci-proof+jwt', await freshNonce(url), generateNodeSigner())]
    const body = { credential_configuration_id: 'id-card', proofs: { jwt } }
    expect((await wallet.post('/credential', { body }, token)).status).toBe(200)
  }
}

/** An enrolment that a registrar has to look at, and the credentials that are owed for it. */
async function openReview(issuer: ChildIssuer) {
  const factors = { citizen_number: NUMBERS.child, laser_code: 'JT0-0000003-00' }
  const { body: enrolled } = await sendPictures(issuer, await begin(issuer, factors), { selfie: OTHER })
  expect(enrolled['outcome']).toBe('review')
  const offer = JSON.parse(new URL(enrolled['credential_offer_uri']).searchParams.get('credential_offer') ?? '')
  const fields = {
    'pre-authorized_code': offer.grants[PRE_AUTHORIZED]['pre-authorized_code'],
    tx_code: enrolled['tx_code'],
  }
  const { body: tokens } = await redeemOffer(addressOf(issuer), fields)
  const { url } = issuer
  const jwt = [await proof(url, 'openid4vci-proof+jwt', await freshNonce(url), generateNodeSigner())]
  const request = { credential_configuration_id: 'id-card', proofs: { jwt } }
  const { status, body } = await postJson(`${url}/credential`, request, tokens['access_token'])
  expect(status).toBe(202)
  return { id: enrolled['enrolment_id'], token: tokens['access_token'], transaction: body['transaction_id'] }
}

async function expectReviewKept(issuer: ChildIssuer, review: Awaited<ReturnType<typeof openReview>>): Promise<void> {
  const owed = () => postJson(`${issuer.url}/deferred-credential`, { transaction_id: review.transaction }, review.token)
  expect((await owed()).status).toBe(202)
  // Its picture, sealed under the master key, can still be looked at.
  expect(await operatorGet(issuer, `/operator/enrolments/${review.id}`)).toMatchObject({
    portraits: { selfie: `data:image/jpeg;base64,${OTHER}` },
  })
  const decision = JSON.stringify({ decision: 'approve', reason: 'both were looked at' })
  await callOperator(issuer, `/operator/enrolments/${review.id}/decision`, decision)
  const given = await owed()
  expect(given.status).toBe(200)
  expect(given.body['credentials']).toHaveLength(1)
}

/**
 * A change of name revokes a card, and leaves a renewal. Of somebody to whom nothing else is issued: a card whose answer
 * was cut off by the kill is in nobody's hands, and would still have the renewal done. @returns what its list tells of it
 */
async function loseToTheRegister(issuer: ChildIssuer): Promise<object> {
  await issue(issuer, await tokenOf(issuer, NUMBERS.grandmother), 1)
  const names = { th: { title: 'นาย', given: 'สมชาย', family: 'ใหม่' }, en: null }
  const event = `${eventLine({ type: 'name_change', names, citizen_number: NUMBERS.grandmother })}\n`
  await callOperator(issuer, '/operator/life-events', event, 'application/jsonl')
  const { renewals } = (await operatorGet(issuer, '/operator/renewals')) as { renewals: object[] }
  expect(renewals).toHaveLength(1)
  return renewals[0]!
}

async function operatorGet({ url, operatorToken }: ChildIssuer, path: string): Promise<Record<string, unknown>> {
  const { status, body } = await call(url + path, { headers: { authorization: `Bearer ${operatorToken}` } })
  expect(status).toBe(200)
  return body
}

async function freshNonce(url: string): Promise<string> {
  return (await call(`${url}/nonce`, { method: 'POST' })).body['c_nonce']
}

function proof(url: string, typ: string, nonce: string, key: NodeSigner): Promise<string> {
  const claims = { aud: url, iat: Math.floor(Date.now() / 1000), nonce }
  return signJws({ typ, jwk: key.publicJwk as unknown as JsonObject }, claims, key)
}

function statusOf(credential: string): StatusReference {
  const status = readStatusReference(parseJsonObject(parseSdJwt(credential).jws.payload, 'payload'))
  if (status === undefined) throw new Error('A credential without a status was issued.')
  return status
}

/** As a verifier reads it, by hand: one bit an entry, the first in the lowest (draft-ietf-oauth-status-list, section 4). */
async function statusesOf(held: readonly Held[]): Promise<readonly number[]> {
  const lists = new Map<string, Buffer>()
  for (const { status } of held) {
    if (lists.has(status.uri)) continue
    const [, payload = ''] = (await (await fetch(status.uri)).text()).split('.')
    const { status_list: list } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect(list.bits).toBe(1)
    lists.set(status.uri, inflateSync(Buffer.from(list.lst, 'base64url')))
  }
  return held.map(({ status: { uri, index } }) => (lists.get(uri)![index >> 3]! >> (index & 7)) & 1)
}

/** What the wallet of the tests needs of an issuer; the clock is that of the machine. */
function addressOf({ url }: ChildIssuer): TestIssuer {
  const clock = {
    get now() {
      return new Date()
    },
  }
  return { url, clock } as unknown as TestIssuer
}
