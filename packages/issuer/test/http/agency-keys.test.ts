import { afterAll, beforeAll, expect, test } from 'vitest'
import { comparePictures, makeAgencyKey, makePicture, verifyFace } from '../support/agency.ts'
import { call, postJson } from '../support/protocol.ts'
import { houseLine, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const PICTURE = makePicture('the head of the house')
const DAY = 86_400_000

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PICTURE })])
})
afterAll(() => issuer?.close())

const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` }
const revoke = (id: string, reason = 'the contract has ended') =>
  postJson(`${issuer.url}/operator/agency-keys/${id}/revocation`, { reason }, OPERATOR_TOKEN)

test.each([
  ['POST', '/operator/agency-keys'],
  ['GET', '/operator/agency-keys'],
  ['POST', '/operator/agency-keys/0123456789abcdef/revocation'],
  ['GET', '/metrics'],
])('%s %s needs the operator token', async (method, path) => {
  const { key } = await makeAgencyKey(issuer)
  for (const authorization of ['', 'Bearer wrong', `Bearer ${key}`]) {
    const answer = await call(`${issuer.url}${path}`, { method, headers: { authorization } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'operator_unauthorized' } })
  }
})

test('a key is told once, with 256 bits of secret, and stored as a hash', async () => {
  const request = { agency: 'Land Office', scopes: ['faces:verify'], quota_per_day: 7, rate_per_minute: 3 }
  const { status, body } = await postJson(`${issuer.url}/operator/agency-keys`, request, OPERATOR_TOKEN)
  expect(status).toBe(201)
  // 64 hexadecimal digits of 4 bits.
  expect(body['key']).toMatch(/^bai_[0-9a-f]{16}_[0-9a-f]{64}$/)
  const createdAt = issuer.clock.now
  const described = {
    id: body['key'].split('_')[1],
    ...request,
    created_at: createdAt.toISOString(),
    expires_at: new Date(createdAt.getTime() + 90 * DAY).toISOString(),
    revoked_at: null,
  }
  expect(body).toEqual({ key: body['key'], ...described })
  const list = await call(`${issuer.url}/operator/agency-keys`, { headers: operator })
  expect(list.body['agency_keys']).toContainEqual(described)
  const secret = body['key'].split('_')[2]
  expect(JSON.stringify(list.body)).not.toContain(secret)
  const rows = await issuer.db.selectFrom('agency_key').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(secret)
  expect(JSON.stringify(await issuer.db.selectFrom('audit').selectAll().execute())).not.toContain(secret)
})

test.each([
  [{ scopes: ['everything'] }],
  [{ scopes: [] }],
  [{ agency: '' }],
  [{ quota_per_day: 0 }],
  [{ rate_per_minute: 1.5 }],
  [{ lifetime_days: 731 }],
  [{ surprise: 1 }],
])('a key with %j is refused', async (fields) => {
  const request = { agency: 'Land Office', scopes: ['faces:verify'], ...fields }
  expect(await postJson(`${issuer.url}/operator/agency-keys`, request, OPERATOR_TOKEN)).toMatchObject({
    status: 400,
    body: { code: 'request_malformed' },
  })
})

test('without a key, with a wrong one, and with that of nobody the answer is the same', async () => {
  const { id, key } = await makeAgencyKey(issuer)
  const last = key.at(-1) === '0' ? '1' : '0'
  const wrong = [
    '',
    'x',
    OPERATOR_TOKEN,
    `bai_${id}`,
    key.slice(0, -1) + last,
    `bai_${'0'.repeat(16)}_${'0'.repeat(64)}`,
  ]
  const answers = await Promise.all(wrong.map((token) => verifyFace(issuer, token, { image: PICTURE })))
  for (const { status, body, headers } of answers) {
    expect({ status, body }).toEqual({ status: 401, body: answers[0]!.body })
    expect(body).toMatchObject({ code: 'agency_key_invalid', details: { reason: 'unknown' } })
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  }
})

test('a key ends at its end, to the second', async () => {
  const now = issuer.clock.now
  const { key } = await makeAgencyKey(issuer, { lifetime_days: 2 })
  issuer.clock.now = new Date(now.getTime() + 2 * DAY - 1000)
  expect((await verifyFace(issuer, key, { image: PICTURE })).status).toBe(200)
  issuer.clock.now = new Date(now.getTime() + 2 * DAY)
  expect(await verifyFace(issuer, key, { image: PICTURE })).toMatchObject({
    status: 401,
    body: { code: 'agency_key_invalid', details: { reason: 'expired' } },
  })
})

test('a revoked key is refused at once, and is not revoked twice', async () => {
  const { id, key } = await makeAgencyKey(issuer)
  expect((await verifyFace(issuer, key, { image: PICTURE })).status).toBe(200)
  expect(await revoke(id)).toMatchObject({ status: 200, body: { revoked: true } })
  expect(await verifyFace(issuer, key, { image: PICTURE })).toMatchObject({
    status: 401,
    body: { code: 'agency_key_invalid', details: { reason: 'revoked' } },
  })
  for (const known of [id, 'nobody']) {
    expect(await revoke(known)).toMatchObject({ status: 404, body: { code: 'agency_key_not_found' } })
  }
})

test('a key does what its scopes say and nothing else', async () => {
  const { key: verifies } = await makeAgencyKey(issuer, { scopes: ['faces:verify'] })
  const { key: compares } = await makeAgencyKey(issuer, { scopes: ['faces:compare'] })
  const both = { first_image: PICTURE, second_image: PICTURE }
  const missing = (scope: string) => ({ status: 403, body: { code: 'scope_missing', details: { scope } } })
  expect((await verifyFace(issuer, verifies, { image: PICTURE })).status).toBe(200)
  expect(await comparePictures(issuer, verifies, both)).toMatchObject(missing('faces:compare'))
  expect((await comparePictures(issuer, compares, both)).status).toBe(200)
  expect(await verifyFace(issuer, compares, { image: PICTURE })).toMatchObject(missing('faces:verify'))
})

test('keys that are made and revoked are in the audit log', async () => {
  const { id } = await makeAgencyKey(issuer, { agency: 'Police', quota_per_day: 5, rate_per_minute: 4 })
  await revoke(id, 'a laptop was lost')
  const entries = await issuer.db.selectFrom('audit').selectAll().orderBy('sequence').execute()
  expect(entries.slice(-2)).toMatchObject([
    {
      actor: 'operator',
      action: 'agency_key_created',
      detail: {
        key: id,
        agency: 'Police',
        scopes: ['faces:verify', 'faces:compare'],
        quota_per_day: 5,
        rate_per_minute: 4,
      },
    },
    { actor: 'operator', action: 'agency_key_revoked', detail: { key: id, reason: 'a laptop was lost' } },
  ])
})
