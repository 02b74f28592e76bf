import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { receiveCredentials } from '../../src/index.ts'
import {
  changing,
  type Issuing,
  offerOf,
  startIssuing,
  type WatchedWallet,
  type Wire,
} from '../support/start-issuing.ts'

const METADATA = '/.well-known/openid-credential-issuer'

let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
})

/** The issuer's metadata with other words on encryption; what it does is its own. */
function requiring(response: object, request: object = {}): Wire['change'] {
  return changing(METADATA, (metadata) => ({
    ...metadata,
    credential_response_encryption: { ...metadata.credential_response_encryption, ...response },
    credential_request_encryption: { ...metadata.credential_request_encryption, ...request },
  }))
}

const receive = async () =>
  (await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 2 }, watched.wallet))[0]

const protectedHeader = (jwe: string) => JSON.parse(Buffer.from(jwe.split('.')[0]!, 'base64url').toString())

describe('an issuer that requires encryption (OpenID4VCI 1.0, section 10)', () => {
  test.each(['A128GCM', 'A256GCM'])('gets an encrypted request and its answer is opened (%s)', async (enc) => {
    watched.wire.change = requiring(
      { encryption_required: true, enc_values_supported: [enc] },
      { enc_values_supported: [enc] },
    )
    const types: (string | null)[] = []
    const change = watched.wire.change
    watched.wire.change = (path, answer) => {
      if (path === '/credential' && answer.ok) types.push(answer.headers.get('content-type'))
      return change(path, answer)
    }
    expect((await receive())?.copies).toHaveLength(2)
    expect(types).toEqual(['application/jwt'])
    const sent = watched.wire.sent.findLast(({ path }) => path === '/credential')
    expect(sent?.headers.get('content-type')).toBe('application/jwt')
    expect(protectedHeader(sent?.body ?? '')).toMatchObject({ alg: 'ECDH-ES', enc, kid: expect.any(String) })
  })

  test('of requests alone gets those', async () => {
    watched.wire.change = requiring({}, { encryption_required: true })
    expect((await receive())?.copies).toHaveLength(2)
    expect(watched.wire.sent.findLast(({ path }) => path === '/credential')?.body).toMatch(/^eyJ/)
  })

  test.each([
    ['an alg that is not ECDH-ES', { encryption_required: true, alg_values_supported: ['RSA-OAEP'] }, {}],
    ['no method that we have', { encryption_required: true, enc_values_supported: ['A256CBC-HS512'] }, {}],
    ['no key to encrypt requests with', { encryption_required: true }, { jwks: { keys: [] } }],
    ['a key that is not of P-256', { encryption_required: true }, { jwks: { keys: [{ kty: 'RSA', n: 'AQAB' }] } }],
  ])('by %s is not served', async (_what, response, request) => {
    watched.wire.change = requiring(response, request)
    await expect(receive()).rejects.toMatchObject({ code: 'issuer_answer_malformed' })
    expect(watched.wire.sent.some(({ path }) => path === '/credential')).toBe(false)
    expect(await watched.wallet.credentials.list()).toEqual([])
  })

  test.each([
    ['in the clear', () => Response.json({ credentials: [{ credential: 'eyJ~' }] })],
    ['for another key', () => new Response(ANOTHERS, { headers: { 'content-type': 'application/jwt' } })],
    ['that is no JWE', () => new Response('hello', { headers: { 'content-type': 'application/jwt' } })],
  ])('but answers %s is not believed', async (_what, answer) => {
    const change = requiring({ encryption_required: true })
    watched.wire.change = (path, honest) => (path === '/credential' && honest.ok ? answer() : change(path, honest))
    await expect(receive()).rejects.toMatchObject({ code: 'issuer_answer_malformed' })
    expect(await watched.wallet.credentials.list()).toEqual([])
  })
})

/** RFC 7518, appendix C: a header for keys that are not ours, and nothing behind it that could be opened. */
const ANOTHERS = [
  Buffer.from(
    JSON.stringify({
      alg: 'ECDH-ES',
      enc: 'A128GCM',
      epk: {
        kty: 'EC',
        crv: 'P-256',
        x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0',
        y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps',
      },
    }),
  ).toString('base64url'),
  '',
  'AAAAAAAAAAAAAAAA',
  'AAAA',
  'AAAAAAAAAAAAAAAAAAAAAA',
].join('.')
