// Our wallet presents what our issuer issued to the verifier of Sphereon's did-auth-siop 0.20.1.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { houseLine, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { CARD_AND_HOUSE, holdDocuments } from './support/hold-documents.ts'
import type { OurWallet } from './support/our-wallet.ts'
import { presentByOurs } from './support/present-by-ours.ts'
import { startSphereonVerifier } from './support/sphereon-verifier.ts'

let issuer: TestIssuer
let verifier: Awaited<ReturnType<typeof startSphereonVerifier>>
let ours: OurWallet
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  verifier = await startSphereonVerifier(issuer.url, CARD_AND_HOUSE)
  ours = await holdDocuments(issuer, [verifier.anchor])
})
afterAll(async () => {
  await verifier.close()
  await issuer.close()
})

describe.each(['direct_post', 'direct_post.jwt'] as const)('to Sphereon 0.20, by %s', (responseMode) => {
  test.each(['decentralized_identifier', 'x509_hash', 'x509_san_dns'] as const)('to %s', async (prefix) => {
    const { address, id } = await verifier.ask(prefix, responseMode)
    const { opened } = await presentByOurs(ours.wallet, address)
    expect(opened.identity).toMatchObject({ prefix, signed: true })
    const [card, house] = verifier.claimsOf(id) ?? []
    expect(card).toMatchObject({ given_name: 'Somchai', age_equal_or_over: { 20: true } })
    expect(card).not.toHaveProperty('family_name')
    expect(house).toMatchObject({ house_code: '99990000001' })
  })
})

test('Sphereon 0.20 cannot read an encrypted answer by itself, for it wants one presentation or a list', async () => {
  // OpenID4VP 1.0, section 8.1: an object, by the ids of the query. The test decrypts for it.
  const { address } = await verifier.ask('x509_hash', 'direct_post.jwt')
  await presentByOurs(ours.wallet, address)
  await expect(verifier.readByItself()).rejects.toThrow('Expected (string | Array) but received Object')
})
