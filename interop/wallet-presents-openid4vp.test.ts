// Our wallet presents what our issuer issued to the verifier side of @openid4vc/openid4vp 0.4.6.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { houseLine, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { CARD_AND_HOUSE, holdDocuments } from './support/hold-documents.ts'
import { startOpenid4vpVerifier } from './support/openid4vp-verifier.ts'
import type { OurWallet } from './support/our-wallet.ts'
import { presentByOurs } from './support/present-by-ours.ts'

let issuer: TestIssuer
let verifier: Awaited<ReturnType<typeof startOpenid4vpVerifier>>
let ours: OurWallet
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  verifier = await startOpenid4vpVerifier(issuer.url)
  ours = await holdDocuments(issuer, [verifier.anchor])
})
afterAll(async () => {
  await verifier.close()
  await issuer.close()
})

describe.each(['direct_post', 'direct_post.jwt'] as const)('to @openid4vc/openid4vp 0.4.6, by %s', (responseMode) => {
  test.each([
    ['decentralized_identifier', 'get', undefined],
    ['decentralized_identifier', 'post', undefined],
    ['decentralized_identifier', 'value', undefined],
    ['x509_hash', 'post', 'CN=Leaf, C=TH'],
    ['x509_san_dns', 'get', 'CN=Leaf, C=TH'],
    ['redirect_uri', 'value', undefined],
  ] as const)('to %s, asked by %s', async (prefix, by, certifiedAs) => {
    const { address, id } = await verifier.ask({ query: CARD_AND_HOUSE, prefix, responseMode, by })
    const { opened } = await presentByOurs(ours.wallet, address)
    expect(opened.identity).toMatchObject({ prefix, signed: prefix !== 'redirect_uri', certifiedAs })
    const { claims: [card, house] = [], method } = verifier.outcomeOf(id)
    expect(method).toBe(by === 'value' ? undefined : by.toUpperCase())
    expect(card).toMatchObject({ given_name: 'Somchai', age_equal_or_over: { 20: true } })
    expect(card).not.toHaveProperty('family_name')
    expect(house).toMatchObject({ house_code: '99990000001' })
  })
})
