import type { PublicJwk } from '@bai/credential'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestWalletProvider } from '../../../issuer/test/support/wallet-provider.ts'
import { receiveCredentials } from '../../src/index.ts'
import { changing, type Issuing, offerOf, startIssuing } from '../support/start-issuing.ts'

const METADATA = '/.well-known/openid-credential-issuer'
const provider = new TestWalletProvider()
let issuing: Issuing
beforeAll(async () => {
  issuing = await startIssuing({ keyAttestationRequired: true, walletProviders: [provider.trusted] })
})
afterAll(() => issuing.issuer.close())

const partOf = (jwt: string, part: 0 | 1) => JSON.parse(Buffer.from(jwt.split('.')[part]!, 'base64url').toString())

/** Receives four copies from an issuer that wants attested keys, and says so in these words. */
async function receive(types?: (types: Record<string, unknown>) => object, by = provider) {
  const { wallet, wire, keys } = issuing.open()
  if (types !== undefined)
    wire.change = changing(METADATA, (metadata) => {
      const card = metadata.credential_configurations_supported['id-card']
      card.proof_types_supported = types(card.proof_types_supported)
      return metadata
    })
  const asked: { readonly keys: readonly PublicJwk[]; readonly issuer: string }[] = []
  const attestKeys = (attested: readonly PublicJwk[], request: { issuer: string; nonce: string | undefined }) => {
    asked.push({ keys: attested, issuer: request.issuer })
    return by.attestKeys(attested, issuing.issuer.clock.now, request.nonce ?? '')
  }
  const offer = await offerOf(issuing.issuer)
  const received = receiveCredentials({ offer, copies: 4 }, { ...wallet, attestKeys })
  return { received, asked, keys, proofs: () => proofsIn(wire.sent) }
}

function proofsIn(sent: readonly { readonly path: string; readonly body: string }[]) {
  return JSON.parse(sent.findLast(({ path }) => path === '/credential')?.body ?? '{}').proofs
}

test('one proof with an attestation stands for all keys, and each gets its copy', async () => {
  const { received, asked, keys, proofs } = await receive()
  const [holding] = await received
  expect(holding?.copies.map(({ keyId }) => keys.has(keyId))).toEqual([true, true, true, true])
  expect(new Set(holding?.copies.map(({ keyId }) => keyId)).size).toBe(4)
  const { jwt } = proofs()
  expect(jwt).toHaveLength(1)
  const attested = partOf(partOf(jwt[0], 0).key_attestation, 1)
  expect(attested.attested_keys).toHaveLength(4)
  expect(attested.nonce).toBe(partOf(jwt[0], 1).nonce)
  expect(asked).toEqual([{ keys: attested.attested_keys, issuer: issuing.issuer.url }])
})

test('an attestation alone, where the issuer takes nothing else', async () => {
  const { received, proofs } = await receive(({ attestation }) => ({ attestation }))
  const [holding] = await received
  expect(holding?.copies).toHaveLength(4)
  expect(Object.keys(proofs())).toEqual(['attestation'])
})

test('keys are not attested to an issuer that does not want it', async () => {
  const { asked, proofs, received } = await receive(() => ({ jwt: { proof_signing_alg_values_supported: ['ES256'] } }))
  // It does want it, and says so only when it is asked.
  await expect(received).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_proof' } })
  expect(asked).toEqual([])
  expect(proofs().jwt).toHaveLength(4)
})

test('an attestation of a provider that the issuer does not believe is refused, and no key is left', async () => {
  const { received, keys } = await receive(undefined, new TestWalletProvider())
  await expect(received).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_proof' } })
  expect(keys.size).toBe(0)
})
