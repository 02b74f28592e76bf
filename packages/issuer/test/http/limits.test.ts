import { afterEach, expect, test } from 'vitest'
import { call, postForm, postJson } from '../support/protocol.ts'
import {
  OPERATOR_TOKEN,
  startTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
} from '../support/start-test-issuer.ts'

let issuer: TestIssuer
afterEach(() => issuer?.close())
const start = async (options: TestIssuerOptions = {}) => {
  issuer = await startTestIssuer([], options)
}

test('a body over its limit is 413 everywhere, with the limit', async () => {
  await start()
  const kilobyte = 'A'.repeat(1024)
  for (const [path, limitBytes] of [
    ['/enrolments', 10 * 1024],
    ['/revocations', 20 * 1024],
    ['/credential', 1024 * 1024],
    ['/notification', 10 * 1024],
    ['/operator/offers', 10 * 1024],
  ] as const) {
    const body = { padding: kilobyte.repeat(limitBytes / 1024) }
    const answer = await postJson(issuer.url + path, body, OPERATOR_TOKEN)
    expect({ path, status: answer.status, ...answer.body }).toMatchObject({
      path,
      status: 413,
      error: 'invalid_request',
      code: 'body_too_large',
      details: { limitBytes },
    })
  }
  for (const path of ['/token', '/par', '/authorize/sign-in']) {
    const answer = await postForm(issuer.url + path, { padding: kilobyte.repeat(60) })
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large', details: { limitBytes: 61_440 } } })
  }
})

test('what is costly has ceilings of its own, each counted for itself and for each address', async () => {
  await start({ tokenRequestsPerMinute: 2, nonceRequestsPerMinute: 1, trustedProxies: 1 })
  const from = (address: string, path: string) =>
    call(issuer.url + path, { method: 'POST', headers: { 'x-forwarded-for': address } })
  expect((await from('203.0.113.1', '/nonce')).status).toBe(200)
  const refused = await from('203.0.113.1', '/nonce')
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await from('203.0.113.2', '/nonce')).status).toBe(200)
  const tokens = []
  for (let i = 0; i < 3; i++) tokens.push((await from('203.0.113.1', '/token')).status)
  expect(tokens).toEqual([400, 400, 429])
  expect((await call(`${issuer.url}/.well-known/openid-credential-issuer`)).status).toBe(200)
})

test('everything together has a ceiling', async () => {
  await start({ requestsPerMinute: 3 })
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await call(`${issuer.url}/status-lists`)).status)
  expect(statuses).toEqual([200, 200, 200, 429])
})
