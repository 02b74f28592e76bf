import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndedRequest } from '../../src/index.ts'
import { accessToken, call, freshNonce, makeProof, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const METRICS_TOKEN = 'metrics-token-of-the-tests'
const ended: EndedRequest[] = []

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], {
    requestLog: (request) => ended.push(request),
    metricsToken: METRICS_TOKEN,
  })
})
afterAll(() => issuer?.close())

/** What was logged of one call. */
async function observed(path: string, init?: RequestInit): Promise<EndedRequest> {
  const response = await fetch(issuer.url + path, init)
  await response.arrayBuffer()
  const requestId = response.headers.get('x-request-id')
  await expect.poll(() => ended.some((request) => request.requestId === requestId)).toBe(true)
  return ended.find((request) => request.requestId === requestId)!
}
const metrics = async (token: string) => {
  const response = await fetch(`${issuer.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  return { status: response.status, lines: (await response.text()).split('\n') }
}

test.each([
  ['/credential-offers/a-reference?and=a-query', undefined, '/credential-offers/:reference', 404, 'offer_unknown'],
  ['/status-lists/77', undefined, '/status-lists/:id', 404, 'status_list_unknown'],
  ['/operator/enrolments/an-id', undefined, 'none', 401, 'operator_unauthorized'],
  ['/token', { method: 'POST' }, '/token', 400, 'request_malformed'],
  ['/1999900000005', undefined, 'none', 404, 'not_found'],
  ['/status-lists/%E0%A4', undefined, undefined, 400, 'request_malformed'],
  ['/healthz', undefined, '/healthz', 200, undefined],
])('%s is logged by its pattern', async (path, init, route, status, code) => {
  const request = await observed(path, init)
  expect(request).toMatchObject({ status, code, method: init?.method ?? 'GET', aborted: false })
  if (route !== undefined) expect(request.route).toBe(route)
  expect(request.requestId).toMatch(/^[0-9a-f]{24}$/)
  expect(Object.keys(request).sort()).toEqual(
    ['aborted', 'code', 'method', 'milliseconds', 'requestId', 'route', 'status'].sort(),
  )
})

test('a request id from outside is not taken', async () => {
  const { requestId } = await observed('/healthz', { headers: { 'x-request-id': 'mine' } })
  expect(requestId).not.toBe('mine')
})

test('requests, credentials, refusals and lists are counted', async () => {
  const token = await accessToken(issuer, NUMBERS.head, { tx_code: false })
  const nonce = await freshNonce(issuer)
  const proofs = { jwt: await Promise.all([makeProof(issuer, nonce), makeProof(issuer, nonce)]) }
  expect((await requestCredential(issuer, token, { proofs })).status).toBe(200)
  expect((await requestCredential(issuer, token, { proofs })).body['code']).toBe('nonce_invalid')
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 5000)
  const { lines } = await metrics(METRICS_TOKEN)
  for (const line of [
    'bai_credentials_issued_total{configuration="id-card"} 2',
    'bai_http_requests_total{method="POST",route="/credential",status="200"} 1',
    'bai_http_requests_total{method="POST",route="/credential",status="400"} 1',
    'bai_http_request_duration_seconds_count{method="POST",route="/credential"} 2',
    'bai_refusals_total{code="nonce_invalid"} 1',
    'bai_status_lists 4',
    'bai_status_publication_age_seconds 5',
    'bai_status_signature_age_seconds 5',
    'bai_face_requests_in_flight 0',
  ])
    expect(lines).toContain(line)
})

test('what callers invent makes no new series', async () => {
  const series = async () => (await metrics(OPERATOR_TOKEN)).lines.length
  await call(`${issuer.url}/one`)
  await call(`${issuer.url}/one`, { method: 'PROPFIND' })
  const before = await series()
  for (const path of ['/two', '/three/four', '/status-lists/1000', '/credential-offers/other'])
    await call(issuer.url + path)
  await call(`${issuer.url}/two`, { method: 'LINK' })
  // Both routes were asked before, with the same refusals.
  expect(await series()).toBe(before)
})

test('the token for metrics reads metrics, and nothing else', async () => {
  expect((await metrics(METRICS_TOKEN)).status).toBe(200)
  expect((await metrics(OPERATOR_TOKEN)).status).toBe(200)
  expect((await metrics('another')).status).toBe(401)
  expect((await fetch(`${issuer.url}/metrics`)).status).toBe(401)
  const headers = { authorization: `Bearer ${METRICS_TOKEN}`, 'content-type': 'application/json' }
  expect((await call(`${issuer.url}/operator/enrolments`, { headers })).status).toBe(401)
})
