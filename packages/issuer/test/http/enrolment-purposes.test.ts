// ARF 3.0, Mig_01: a new phone, and a lost one.
import { jwkThumbprint, parseCitizenNumber } from '@bai/credential'
import { generateNodeSigner, type NodeSigner, nodePlatform } from '@bai/credential/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CompareFaces, findBrokenAuditLink } from '../../src/index.ts'
import { begin, EXPIRED_CARD, enrol, OTHER, PORTRAIT, sendPictures } from '../support/enrol.ts'
import { type Answer, accessToken, call, freshNonce, makeOffer, makeProof, postJson } from '../support/protocol.ts'
import { eventLine, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { CLIENT_ID, REDIRECT_URI, TestWallet } from '../support/test-wallet.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const WIFE = { citizen_number: NUMBERS.wife, laser_code: 'JT0-0000002-00' }
const ALL = ['id-card', 'house-registration', 'id-card-w3c']
/** Everybody else looks doubtful. */
const doubtful: CompareFaces = async (first, second) => {
  const comparison = await sameBytes(first, second)
  return comparison.decision === 'match' ? comparison : { ...comparison, decision: 'review', percent: 47 }
}

let issuer: TestIssuer
/** Keys of credentials, by what they are for. */
let keys: Record<'card' | 'copy' | 'w3c' | 'house' | 'wife' | 'refilled' | 'fresh' | 'freshHouse', NodeSigner>
let old: TestWallet
let oldTokens: Answer['body']

beforeEach(async () => {
  const wife = personLine({ ...WIFE, role: 'resident', portrait: PORTRAIT })
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT }), wife], {
    compareFaces: doubtful,
    clients: [{ clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] }],
  })
  const names = ['card', 'copy', 'w3c', 'house', 'wife', 'refilled', 'fresh', 'freshHouse'] as const
  keys = Object.fromEntries(names.map((name) => [name, generateNodeSigner()])) as typeof keys
  old = new TestWallet(issuer)
  oldTokens = await redeem(old, await offerOfOperator())
  await receive(old, oldTokens, 'id-card', keys.card, keys.copy)
  await receive(old, oldTokens, 'id-card-w3c', keys.w3c)
  await receive(old, oldTokens, 'house-registration', keys.house)
  const token = await accessToken(issuer, NUMBERS.wife, { types: ['id-card'] })
  expect((await credential('Bearer', token, 'id-card', [keys.wife])).status).toBe(200)
  pass(60)
})
afterEach(async () => {
  expect(issuer.reported).toEqual([])
  expect(await findBrokenAuditLink(issuer.db)).toBeUndefined()
  await issuer.close()
})

function pass(seconds: number): void {
  issuer.clock.now = new Date(issuer.clock.now.getTime() + seconds * 1000)
}

const offerOfOperator = async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head, { types: ALL })
  return { 'pre-authorized_code': code, tx_code: txCode }
}

function codesIn({ body }: Answer): Record<string, string> {
  const offer = JSON.parse(new URL(body['credential_offer_uri']).searchParams.get('credential_offer') ?? '')
  return { 'pre-authorized_code': offer.grants[GRANT]['pre-authorized_code'], tx_code: body['tx_code'] }
}

/** Of a wallet that does not say who it is. */
const askForTokens = (wallet: TestWallet, fields: Record<string, string>): Promise<Answer> =>
  wallet.post('/token', { body: new URLSearchParams(fields) })

/** The wallet's tokens, bound to its key. */
async function redeem(wallet: TestWallet, codes: Record<string, string>): Promise<Answer['body']> {
  const answer = await askForTokens(wallet, { grant_type: GRANT, ...codes })
  expect(answer.status).toBe(200)
  return answer.body
}

async function proofsOf(signers: readonly NodeSigner[]) {
  const nonce = await freshNonce(issuer)
  return { jwt: await Promise.all(signers.map((signer) => makeProof(issuer, nonce, signer))) }
}

async function credential(scheme: string, token: string, id: string, signers: readonly NodeSigner[]): Promise<Answer> {
  return call(`${issuer.url}/credential`, {
    method: 'POST',
    headers: { authorization: `${scheme} ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ credential_configuration_id: id, proofs: await proofsOf(signers) }),
  })
}

async function ask(wallet: TestWallet, tokens: Answer['body'], id: string, signers: readonly NodeSigner[]) {
  const body = { credential_configuration_id: id, proofs: await proofsOf(signers) }
  return wallet.post('/credential', { body }, tokens['access_token'])
}

async function receive(wallet: TestWallet, tokens: Answer['body'], id: string, ...signers: readonly NodeSigner[]) {
  expect((await ask(wallet, tokens, id, signers)).status).toBe(200)
}

const refresh = (wallet: TestWallet, tokens: Answer['body']) =>
  askForTokens(wallet, { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] })

/** Why a key's credential was revoked; null while it is good. */
async function reasons(): Promise<Partial<Record<keyof typeof keys, string | null>>> {
  const rows = await issuer.db.selectFrom('issuance').select(['key_thumbprint', 'revocation_reason']).execute()
  const named = Object.entries(keys).map(
    ([name, { publicJwk }]) => [jwkThumbprint(publicJwk, nodePlatform.digest), name] as const,
  )
  const byKey = new Map(named)
  return Object.fromEntries(rows.map((row) => [byKey.get(row.key_thumbprint)!, row.revocation_reason]))
}

const GOOD = { card: null, copy: null, w3c: null, house: null, wife: null }
const operator = (path: string) =>
  call(`${issuer.url}/operator/enrolments${path}`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
const decide = (id: string, decision: string) =>
  postJson(`${issuer.url}/operator/enrolments/${id}/decision`, { decision, reason: 'looked at both' }, OPERATOR_TOKEN)
const revocations = () =>
  issuer.db.selectFrom('audit').select(['actor', 'detail']).where('action', '=', 'credentials_revoked').execute()

describe('a new phone', () => {
  test('has its documents before the old one loses them, each when it is issued', async () => {
    const enrolled = await enrol(issuer, { purpose: 'replace' })
    expect(enrolled).toMatchObject({ status: 201, body: { outcome: 'approved' } })
    const fresh = new TestWallet(issuer)
    const tokens = await redeem(fresh, codesIn(enrolled))
    expect(await reasons()).toEqual(GOOD)
    await receive(fresh, tokens, 'id-card', keys.fresh)
    const replaced = 'device_replaced'
    const cards = { ...GOOD, card: replaced, copy: replaced, w3c: replaced, fresh: null }
    expect(await reasons()).toEqual(cards)
    await receive(fresh, tokens, 'house-registration', keys.freshHouse)
    expect(await reasons()).toEqual({ ...cards, house: replaced, freshHouse: null })
    const [enrolment] = await issuer.db.selectFrom('enrolment').select(['id', 'purpose']).execute()
    expect(enrolment?.purpose).toBe('replace')
    const detail = { reason: replaced, enrolment: enrolment?.id }
    expect(await revocations()).toEqual([
      { actor: 'citizen', detail: { ...detail, types: ['id-card', 'id-card-w3c'], count: 3 } },
      { actor: 'citizen', detail: { ...detail, types: ['house-registration'], count: 1 } },
    ])
  })

  test('ends what the old one could fetch more with, and keeps its own', async () => {
    const fresh = new TestWallet(issuer)
    const tokens = await redeem(fresh, codesIn(await enrol(issuer, { purpose: 'replace' })))
    await receive(fresh, tokens, 'id-card', keys.fresh)
    expect(await refresh(old, oldTokens)).toMatchObject({ status: 400, body: { code: 'refresh_token_invalid' } })
    expect(await ask(old, oldTokens, 'id-card', [keys.refilled])).toMatchObject({ status: 401 })
    const refilled = await refresh(fresh, tokens)
    await receive(fresh, refilled.body, 'id-card', keys.refilled)
    expect(await reasons()).toMatchObject({ fresh: null, refilled: null })
    expect(await revocations()).toHaveLength(1)
  })

  test('also loses the old one what it has fetched since the enrolment', async () => {
    const enrolled = await enrol(issuer, { purpose: 'replace' })
    pass(60)
    await receive(old, (await refresh(old, oldTokens)).body, 'id-card', keys.refilled)
    const fresh = new TestWallet(issuer)
    await receive(fresh, await redeem(fresh, codesIn(enrolled)), 'id-card', keys.fresh)
    expect(await reasons()).toMatchObject({ refilled: 'device_replaced', fresh: null })
  })

  test('leaves alone what somebody enrolled for afterwards, and offers of before are void', async () => {
    const [stale, enrolled] = [await offerOfOperator(), await enrol(issuer, { purpose: 'replace' })]
    pass(60)
    const later = new TestWallet(issuer)
    await receive(later, await redeem(later, await offerOfOperator()), 'id-card', keys.refilled)
    const fresh = new TestWallet(issuer)
    await receive(fresh, await redeem(fresh, codesIn(enrolled)), 'id-card', keys.fresh)
    expect(await reasons()).toMatchObject({ refilled: null, fresh: null, card: 'device_replaced' })
    const refused = await askForTokens(new TestWallet(issuer), { grant_type: GRANT, ...stale })
    expect(refused).toMatchObject({ status: 400, body: { code: 'offer_code_invalid' } })
  })

  test('waits for the registrar where the face is in doubt, and the old one stays good until then', async () => {
    const enrolled = await enrol(issuer, { purpose: 'replace', credential_types: ['id-card'] }, { selfie: OTHER })
    expect(enrolled.status).toBe(202)
    const fresh = new TestWallet(issuer)
    const tokens = await redeem(fresh, codesIn(enrolled))
    const deferred = await ask(fresh, tokens, 'id-card', [keys.fresh])
    const body = { transaction_id: deferred.body['transaction_id'] }
    expect(await reasons()).toEqual(GOOD)
    await decide(enrolled.body['enrolment_id'], 'approve')
    expect(await reasons()).toEqual(GOOD)
    expect((await fresh.post('/deferred-credential', { body }, tokens['access_token'])).status).toBe(200)
    expect(await reasons()).toMatchObject({ card: 'device_replaced', house: null, fresh: null })
  })

  test('may sign in instead of taking an offer', async () => {
    const fresh = new TestWallet(issuer)
    const { page, verifier } = await fresh.push()
    const cookie = ((await fetch(page)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const authorization = new URL(page).searchParams.get('request_uri')
    const begun = await begin(issuer, { purpose: 'replace' })
    const { body } = await sendPictures(issuer, begun, { authorization }, { cookie })
    const code = new URL(body['redirect_to']).searchParams.get('code') ?? ''
    const fields = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI }
    await receive(fresh, (await fresh.token(fields)).body, 'id-card', keys.fresh)
    expect(await reasons()).toMatchObject({ card: 'device_replaced', house: null, fresh: null })
  })

  test('under HAIP signs in, for only so it is known whom it replaces', async () => {
    const haip = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], { haip: true })
    const details = { field: 'authorization', expected: 'the request_uri of a sign-in' }
    expect(await enrol(haip, { purpose: 'replace' })).toMatchObject({ status: 400, body: { details } })
    await haip.close()
  })
})

test.each([undefined, 'issue'])('an enrolment with the purpose %s takes nothing from anybody', async (purpose) => {
  const second = new TestWallet(issuer)
  await receive(second, await redeem(second, codesIn(await enrol(issuer, { purpose }))), 'id-card', keys.fresh)
  expect(await reasons()).toEqual({ ...GOOD, fresh: null })
  expect((await refresh(old, oldTokens)).status).toBe(200)
})

describe('a lost phone', () => {
  const requested = 'holder_request'
  const LOST = { ...GOOD, card: requested, copy: requested, w3c: requested, house: requested }

  test('is of no more use once its owner has shown their face elsewhere', async () => {
    const stale = await offerOfOperator()
    const before = await issuer.db.selectFrom('offer').select('id').execute()
    const answer = await enrol(issuer, { purpose: 'revoke' })
    expect(answer).toMatchObject({ status: 201 })
    expect(answer.body).toEqual({ outcome: 'revoked' })
    expect(await reasons()).toEqual(LOST)
    expect(await issuer.db.selectFrom('offer').select('id').execute()).toEqual(before)
    expect((await refresh(old, oldTokens)).status).toBe(400)
    expect((await ask(old, oldTokens, 'id-card', [keys.refilled])).status).toBe(401)
    expect((await askForTokens(new TestWallet(issuer), { grant_type: GRANT, ...stale })).status).toBe(400)
    const { rows } = await evidence()
    expect(rows).toEqual([
      { purpose: 'revoke', outcome: 'approved', configuration_ids: ['id-card', 'house-registration'] },
    ])
  })

  test('may lose one document and keep the other', async () => {
    expect(await enrol(issuer, { purpose: 'revoke', credential_types: ['house-registration'] })).toMatchObject({
      status: 201,
    })
    expect(await reasons()).toEqual({ ...GOOD, house: requested })
  })

  test('is told alike of somebody who had nothing to lose, and of a card that has expired', async () => {
    const first = await enrol(issuer, { purpose: 'revoke' })
    const again = await enrol(issuer, { purpose: 'revoke' })
    const card = personLine({ portrait: PORTRAIT, card: EXPIRED_CARD })
    const expired = await startTestIssuer([houseLine(), card], { compareFaces: doubtful })
    const other = await enrol(expired, { purpose: 'revoke' })
    const review = await enrol(expired, { purpose: 'revoke' }, { selfie: OTHER })
    await expired.close()
    for (const { status, body } of [again, other])
      expect({ status, body }).toEqual({ status: first.status, body: first.body })
    expect(review).toMatchObject({ status: 202, body: { outcome: 'review' } })
    expect(await revocations()).toHaveLength(1)
  })

  test('gets no renewal of before either', async () => {
    const event = eventLine({ type: 'correction', fields: { father_name: 'สมหวัง' } })
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/jsonl' }
    await call(`${issuer.url}/operator/life-events`, { method: 'POST', headers, body: event })
    const renewals = () =>
      issuer.db
        .selectFrom('renewal')
        .select('id')
        .where('subject_hash', '=', issuer.secrets.subjectHash(parseCitizenNumber(NUMBERS.head)))
        .execute()
    expect(await renewals()).toHaveLength(1)
    await enrol(issuer, { purpose: 'revoke' })
    expect(await renewals()).toEqual([])
  })

  test('is nobody else’s to revoke: a wrong factor or face is refused like any enrolment, and takes nothing', async () => {
    const wrong = [
      await enrol(issuer, { purpose: 'issue', birth_date: '25230315' }),
      await enrol(issuer, { purpose: 'revoke', birth_date: '25230315' }),
      await enrol(issuer, { purpose: 'replace', birth_date: '25230315' }),
    ]
    for (const { status, body } of wrong) expect({ status, body }).toEqual({ status: 403, body: wrong[0]!.body })
    expect(await enrol(issuer, { purpose: 'revoke' })).toMatchObject({ status: 429 })
    expect(await reasons()).toEqual(GOOD)
  })

  test('signs in for nothing', async () => {
    const begun = await begin(issuer, { purpose: 'revoke' })
    const answer = await sendPictures(issuer, begun, { authorization: 'urn:ietf:params:oauth:request_uri:x' })
    const details = { field: 'authorization', expected: 'nothing' }
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_malformed', details } })
    expect(await reasons()).toEqual(GOOD)
    expect((await sendPictures(issuer, begun)).status).toBe(201)
  })

  test('where the face is in doubt, is a registrar’s to decide, who sees what it is about', async () => {
    const answer = await enrol(issuer, { purpose: 'revoke' }, { selfie: OTHER })
    const id = answer.body['enrolment_id']
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ outcome: 'review', enrolment_id: id })
    const { body: list } = await operator('?state=review')
    const types = ['id-card', 'house-registration']
    expect(list['enrolments']).toMatchObject([{ enrolment_id: id, purpose: 'revoke', credential_types: types }])
    expect(await consolePage(`reviews/${id}`)).toMatch(/Wants.*revocation \(device lost\).*There is no way back/s)
    expect(await consolePage('reviews')).toContain('revocation (device lost)')
    // What is issued meanwhile is not what was lost.
    pass(3600)
    const later = new TestWallet(issuer)
    const laterTokens = await redeem(later, await offerOfOperator())
    await receive(later, laterTokens, 'id-card', keys.fresh)
    expect(await reasons()).toEqual({ ...GOOD, fresh: null })
    expect(await decide(id, 'approve')).toMatchObject({ status: 200, body: { outcome: 'approved', purpose: 'revoke' } })
    expect(await reasons()).toEqual({ ...LOST, fresh: null })
    expect((await refresh(later, laterTokens)).status).toBe(200)
    expect(await decide(id, 'approve')).toMatchObject({ status: 409 })
  })

  test('stays good where the registrar refuses', async () => {
    const answer = await enrol(issuer, { purpose: 'revoke' }, { selfie: OTHER })
    await decide(answer.body['enrolment_id'], 'refuse')
    expect(await reasons()).toEqual(GOOD)
    expect((await refresh(old, oldTokens)).status).toBe(200)
  })
})

test('an enrolment has a purpose of the three', async () => {
  const answer = await begin(issuer, { purpose: 'sell' })
  expect(answer).toMatchObject({ status: 400, body: { code: 'request_malformed', details: { field: 'purpose' } } })
})

test('who has revoked does not count as enrolled in the statistics, but what was revoked counts', async () => {
  await enrol(issuer, { purpose: 'revoke' })
  const day = new Date(issuer.clock.now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  const { body } = await call(`${issuer.url}/operator/statistics?from=${day}&to=${day}`, { headers })
  const kinds = JSON.stringify(body)
  expect(kinds).toContain('revoked')
  expect(kinds).not.toContain('enrolled')
})

async function evidence() {
  const rows = await issuer.db.selectFrom('enrolment').select(['purpose', 'outcome', 'configuration_ids']).execute()
  return { rows }
}

/** As a registrar's browser shows it. */
async function consolePage(path: string): Promise<string> {
  const signedIn = await fetch(`${issuer.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token: OPERATOR_TOKEN }),
  })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return (await fetch(`${issuer.url}/console/${path}?lang=en`, { headers: { cookie } })).text()
}
