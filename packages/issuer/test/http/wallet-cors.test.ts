// Fetch standard, CORS protocol: what a wallet in a browser calls from its own origin.
import { afterEach, describe, expect, test } from 'vitest'
import { currentConsent } from '../support/enrol.ts'
import { postJson } from '../support/protocol.ts'
import { startTestIssuer, type TestIssuer, type TestIssuerOptions } from '../support/start-test-issuer.ts'

const ORIGIN = 'https://wallet.example'
const READ = [
  '/.well-known/openid-credential-issuer',
  '/.well-known/oauth-authorization-server',
  '/.well-known/jwt-vc-issuer',
  '/.well-known/did.json',
  `/types/${encodeURIComponent('urn:bai:th:id-card:1')}`,
  '/status-lists',
  '/status-lists/1',
  '/enrolments/consent',
]
const SENT = [
  '/enrolments',
  '/enrolments/an-id/challenges',
  '/enrolments/an-id/images',
  '/par',
  '/token',
  '/nonce',
  '/credential',
  '/deferred-credential',
  '/notification',
  '/revocations',
]
const CLOSED = ['/authorize', '/operator/enrolments', '/console', '/v1/face-verifications', '/metrics']

let issuer: TestIssuer
afterEach(() => issuer?.close())
const start = async (options: TestIssuerOptions = {}) => {
  issuer = await startTestIssuer([], options)
}

/** As browsers ask, with every header that a wallet sends. */
function preflight(path: string, method: string): Promise<Response> {
  const headers = {
    origin: ORIGIN,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization,content-type,dpop,if-none-match',
  }
  return fetch(issuer.url + path, { method: 'OPTIONS', headers })
}

function listed(response: Response, name: string): readonly string[] {
  return (response.headers.get(name) ?? '').split(', ')
}

describe('a page of another origin', () => {
  test('reads what the issuer says of itself, and the headers that count', async () => {
    await start()
    for (const path of READ) {
      const response = await fetch(issuer.url + path, { headers: { origin: ORIGIN } })
      const { status } = response
      expect({ path, status, origin: response.headers.get('access-control-allow-origin') }).toEqual({
        path,
        status: 200,
        origin: '*',
      })
      expect(listed(response, 'access-control-expose-headers')).toContain('etag')
    }
  })

  test('may send what a wallet sends, with its headers', async () => {
    await start()
    for (const path of [...READ, ...SENT, '/credential-offers/a-reference']) {
      const response = await preflight(path, SENT.includes(path) ? 'POST' : 'GET')
      expect({ path, status: response.status }).toEqual({ path, status: 204 })
      expect(listed(response, 'access-control-allow-methods')).toEqual(['GET', 'POST'])
      const allowed = listed(response, 'access-control-allow-headers')
      for (const name of ['authorization', 'content-type', 'dpop', 'if-none-match']) expect(allowed).toContain(name)
      // No cookie: whoever is signed in at the issuer must not be so for a page of somebody else.
      expect(response.headers.has('access-control-allow-credentials')).toBe(false)
    }
  })

  test('reads refusals too: of an enrolment, of a token, and of too many requests', async () => {
    await start({ requestsPerMinute: 3 })
    const consent = await currentConsent(issuer)
    const answers = [
      await postJson(`${issuer.url}/enrolments`, { consent }),
      await postJson(`${issuer.url}/credential`, {}),
      await postJson(`${issuer.url}/revocations`, {}),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 401, 429])
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-expose-headers')).toMatch(/www-authenticate, retry-after/)
    }
  })

  test('may not call what is no wallet’s', async () => {
    await start()
    for (const path of CLOSED) {
      const response = await preflight(path, 'POST')
      expect({ path, origin: response.headers.get('access-control-allow-origin') }).toEqual({ path, origin: null })
    }
  })
})
