import { encodeDidJwk } from '@bai/credential'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveCredentials } from '../../src/index.ts'
import { changing, type Issuing, offerOf, startIssuing } from '../support/start-issuing.ts'

const METADATA = '/.well-known/openid-credential-issuer'
let issuing: Issuing
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())

/** Receives from an issuer that says something else of how it binds. */
async function receive(fields: object) {
  const { wallet, wire, keys } = issuing.open()
  wire.change = changing(METADATA, (metadata) => {
    Object.assign(metadata.credential_configurations_supported['id-card'], fields)
    return metadata
  })
  const offer = await offerOf(issuing.issuer)
  return { received: receiveCredentials({ offer, copies: 2 }, wallet), wire, keys }
}

const claimsOf = (credential: string) => JSON.parse(Buffer.from(credential.split('.')[1]!, 'base64url').toString())

test.each([
  ['keys', ['cose_key', 'jwk', 'did:jwk'], 'jwk'],
  ['DIDs of keys', ['did:web', 'did:jwk'], 'kid'],
  ['DIDs that are keys', ['did:key'], 'kid'],
])('an issuer that binds to %s gets a proof of that kind, and binds so', async (_what, methods, member) => {
  const { received } = await receive({ cryptographic_binding_methods_supported: methods })
  const [holding] = await received
  expect(holding?.copies).toHaveLength(2)
  for (const { credential } of holding?.copies ?? []) expect(Object.keys(claimsOf(credential).cnf)).toEqual([member])
})

test('the name of a key is made of the key that the copy is stored with', async () => {
  const { received, keys } = await receive({ cryptographic_binding_methods_supported: ['did:jwk'] })
  const [holding] = await received
  for (const { credential, keyId } of holding?.copies ?? [])
    expect(claimsOf(credential).cnf.kid).toBe(`${encodeDidJwk(keys.get(keyId)!.publicJwk)}#0`)
})

test.each([
  ['other keys than these', { cryptographic_binding_methods_supported: ['cose_key', 'did:web'] }],
  ['another proof', { proof_types_supported: { di_vp: { proof_signing_alg_values_supported: ['ES256'] } } }],
  ['another algorithm', { proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES384'] } } }],
  [
    'keys that somebody attests',
    {
      proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'], key_attestations_required: {} } },
    },
  ],
])('an issuer that wants %s is told so before the code is used up', async (_what, fields) => {
  const { received, wire } = await receive(fields)
  await expect(received).rejects.toMatchObject({ code: 'configuration_unsupported' })
  expect(wire.sent.map(({ path }) => path)).not.toContain('/token')
})
