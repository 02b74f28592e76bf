// Fetch standard, CORS protocol: a wallet in a browser answers from its own origin.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OnlineVerifier, presentationFor, startOnlineVerifier } from '../support/start-online-verifier.ts'

const ORIGIN = 'https://wallet.example'

let verifier: OnlineVerifier
beforeAll(async () => {
  verifier = await startOnlineVerifier()
})
afterAll(() => verifier[Symbol.asyncDispose]())

function preflight(address: string, method: string): Promise<Response> {
  const headers = {
    origin: ORIGIN,
    'access-control-request-method': method,
    'access-control-request-headers': 'content-type',
  }
  return fetch(address, { method: 'OPTIONS', headers })
}

test('a page of another origin reads the request both ways, and the answer to its answer', async () => {
  const made = await verifier.ask()
  const address = new URL(made.request_uri).searchParams.get('request_uri') ?? ''
  const asked = await verifier.read(made)
  const vp_token = JSON.stringify({ card: [await presentationFor(asked)] })
  const calls: readonly (readonly [string, RequestInit])[] = [
    [address, {}],
    [address, { method: 'POST', body: new URLSearchParams({ wallet_nonce: 'of-the-wallet' }) }],
    [asked.response_uri, { method: 'POST', body: new URLSearchParams({ vp_token, state: 'of another request' }) }],
    [asked.response_uri, { method: 'POST', body: new URLSearchParams({ vp_token, state: asked.state }) }],
  ]
  for (const [uri, init] of calls) {
    const allowed = await preflight(uri, init.method ?? 'GET')
    expect([allowed.status, allowed.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type'])
    const response = await fetch(uri, { ...init, headers: { origin: ORIGIN } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  }
  expect((await verifier.call(`/requests/${made.id}`)).body.status).toBe('answered')
})

test('what is the relying party’s no page of another origin may call', async () => {
  for (const path of ['/requests', '/policies', '/retained']) {
    const response = await preflight(verifier.url + path, 'POST')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  }
})
