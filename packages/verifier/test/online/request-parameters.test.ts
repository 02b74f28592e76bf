// OpenID4VP 1.0, section 5: what a request says, in whichever way it is carried.
import { parseJws } from '@bai/credential'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OnlineVerifier, POLICY, startOnlineVerifier } from '../support/start-online-verifier.ts'

let verifier: OnlineVerifier
beforeAll(async () => {
  verifier = await startOnlineVerifier()
})
afterAll(() => verifier[Symbol.asyncDispose]())

describe.each([
  ['by reference', {}],
  ['by value', { by_value: true }],
  ['unsigned', { client_id_prefix: 'redirect_uri' }],
])('%s', (_how, how) => {
  test('asks by a DCQL query, and by nothing beside it', async () => {
    const asked = { ...(await verifier.read(await verifier.ask(how))) } as Record<string, unknown>
    const { dcql_query: query } = asked
    expect(typeof query === 'string' ? JSON.parse(query) : query).toEqual(POLICY.dcql_query)
    for (const other of ['scope', 'presentation_definition', 'presentation_definition_uri', 'transaction_data'])
      expect(asked).not.toHaveProperty(other)
  })

  test('has a nonce of 128 bits and more that may stand in an address', async () => {
    const { nonce } = await verifier.read(await verifier.ask(how))
    expect(nonce).toMatch(/^[\w-]{22,}$/)
  })
})

test.each(['decentralized_identifier', 'x509_hash', 'x509_san_dns'])(
  'what stands outside says who asks, and the same as inside: %s',
  async (client_id_prefix) => {
    for (const by_value of [true, false]) {
      const made = await verifier.ask({ client_id_prefix, by_value })
      const outside = new URL(made.request_uri).searchParams
      const asked = await verifier.read(made)
      expect(outside.get('client_id')).toBe(asked.client_id)
      expect([...outside.keys()].sort()).toEqual(
        by_value ? ['client_id', 'request'] : ['client_id', 'request_uri', 'request_uri_method'],
      )
    }
  },
)

test('a signed one has the typ and the audience of request objects (RFC 9101, section 10.8; section 5.8)', async () => {
  const made = await verifier.ask({ by_value: true })
  const request = new URL(made.request_uri).searchParams.get('request') ?? ''
  expect(parseJws(request).header['typ']).toBe('oauth-authz-req+jwt')
  expect(await verifier.read(made)).toMatchObject({ aud: 'https://self-issued.me/v2', response_type: 'vp_token' })
})

test('neither of its addresses sends on elsewhere, for wallets follow no redirects', async () => {
  const made = await verifier.ask({ redirect_uri: 'https://agency.example/back' })
  const requestUri = new URL(made.request_uri).searchParams.get('request_uri') ?? ''
  const asked = await verifier.read(made)
  const body = new URLSearchParams({ error: 'access_denied', state: asked.state })
  const answers = [
    await fetch(requestUri, { redirect: 'manual' }),
    await fetch(requestUri, { redirect: 'manual', method: 'POST' }),
    await fetch(asked.response_uri, { redirect: 'manual', method: 'POST', body }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
})
