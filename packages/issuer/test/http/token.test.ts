import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeOffer, postForm, redeem } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
})
afterAll(() => issuer.close())
beforeEach(() => {
  issuer.clock.now = new Date()
})

test('a code and its transaction code give an access token, once', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head)
  const fields = { 'pre-authorized_code': code, tx_code: txCode }
  const first = await redeem(issuer, fields)
  expect(first.status).toBe(200)
  expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(await redeem(issuer, fields)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', code: 'offer_code_invalid' },
  })
})

test('of many who redeem at the same moment, one gets the token', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head)
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('the third wrong transaction code voids the offer, and the right one comes too late', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head)
  const wrong = txCode === '000000' ? '000001' : '000000'
  for (const triesLeft of [2, 1, 0]) {
    const answer = await redeem(issuer, { 'pre-authorized_code': code, tx_code: wrong })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', code: 'tx_code_wrong', details: { triesLeft } },
    })
  }
  expect(await redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', code: 'offer_code_invalid' },
  })
})

test('wrong codes sent all at once are counted one by one', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head)
  const wrong = txCode === '000000' ? '000001' : '000000'
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => redeem(issuer, { 'pre-authorized_code': code, tx_code: wrong })),
  )
  expect(answers.filter(({ body }) => body['code'] === 'tx_code_wrong')).toHaveLength(3)
  expect(answers.filter(({ body }) => body['code'] === 'offer_code_invalid')).toHaveLength(7)
})

test('a missing transaction code is told apart from a wrong one, and costs no try (OpenID4VCI 1.0, section 6.3)', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head)
  expect(await redeem(issuer, { 'pre-authorized_code': code })).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
  })
  expect(await redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode })).toMatchObject({ status: 200 })
})

test('a transaction code where none is expected is invalid_request', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head, { tx_code: false })
  expect(txCode).toBeUndefined()
  expect(await redeem(issuer, { 'pre-authorized_code': code, tx_code: '123456' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', code: 'tx_code_unexpected' },
  })
  expect(await redeem(issuer, { 'pre-authorized_code': code })).toMatchObject({ status: 200 })
})

test('an offer expires', async () => {
  const { code, txCode } = await makeOffer(issuer, NUMBERS.head)
  issuer.clock.now = new Date(Date.now() + 901_000)
  expect(await redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  })
})

test.each([
  [{}, 'invalid_request', 'request_malformed'],
  [{ grant_type: 'password', username: 'x' }, 'unsupported_grant_type', 'grant_unsupported'],
  [{ grant_type: 'authorization_code', code: 'x' }, 'invalid_request', 'request_malformed'],
  [{ grant_type: 'refresh_token', refresh_token: 'unknown' }, 'invalid_grant', 'refresh_token_invalid'],
  [{ grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code' }, 'invalid_request', 'request_malformed'],
  [
    { grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code', 'pre-authorized_code': 'unknown' },
    'invalid_grant',
    'offer_code_invalid',
  ],
])('a bad token request %# is refused with %s', async (fields, error, code) => {
  const answer = await postForm(`${issuer.url}/token`, fields as Record<string, string>)
  expect(answer).toMatchObject({ status: 400, body: { error, code } })
  expect(answer.body['error_description']).toMatch(/^[\x20-\x7e]+$/)
})
