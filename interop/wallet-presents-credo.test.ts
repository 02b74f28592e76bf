// Our wallet presents what our issuer issued to the verifier of Credo 0.6.3.
import { receiveCredentials } from '@bai/wallet-agent'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { houseLine, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { CREDO_VCT, startCredoIssuer } from './support/credo-issuer.ts'
import { startCredoVerifier } from './support/credo-verifier.ts'
import { CARD_AND_HOUSE, holdDocuments } from './support/hold-documents.ts'
import { lastSentTo, type OurWallet, openOurWallet } from './support/our-wallet.ts'
import { presentByOurs } from './support/present-by-ours.ts'
import { startSignInServer } from './support/sign-in-server.ts'

let issuer: TestIssuer
let verifier: Awaited<ReturnType<typeof startCredoVerifier>>
let ours: OurWallet
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  verifier = await startCredoVerifier(await anchorPem())
  ours = await holdDocuments(issuer, [verifier.anchor])
})
afterAll(async () => {
  await verifier.close()
  await issuer.close()
})

const anchorPem = async () => (await fetch(`${issuer.url}/development-anchor.pem`)).text()

describe.each(['direct_post', 'direct_post.jwt'] as const)('to Credo 0.6, by %s', (responseMode) => {
  test.each([
    ['decentralized_identifier', true, undefined],
    ['x509_hash', true, 'CN=Leaf, C=TH'],
    ['x509_san_dns', true, 'CN=Leaf, C=TH'],
    ['redirect_uri', false, undefined],
  ] as const)('card and house registration in one, to %s', async (prefix, signed, certifiedAs) => {
    const { address, id } = await verifier.ask(CARD_AND_HOUSE, prefix, responseMode)
    const { opened } = await presentByOurs(ours.wallet, address)
    expect(opened.identity).toMatchObject({ prefix, signed, certifiedAs })
    expect(opened.clientName.en).toBe('Gate')
    const form = new URLSearchParams(lastSentTo(ours.sent, '/authorize').body)
    expect(form.has(responseMode === 'direct_post' ? 'vp_token' : 'response')).toBe(true)
    const { card, house } = await verifier.verified(id)
    expect(card).toMatchObject({ given_name: 'Somchai', age_equal_or_over: { 20: true } })
    expect(card).not.toHaveProperty('family_name')
    expect(house).toMatchObject({ house_code: '99990000001' })
  })
})

test('on the same device the person goes back to where the verifier says', async () => {
  const back = 'https://agency.example/back?session=9a1f'
  const { address } = await verifier.ask(CARD_AND_HOUSE, 'x509_hash', 'direct_post.jwt', back)
  expect((await presentByOurs(ours.wallet, address)).sent.redirectUri).toBe(back)
})

test('a credential of Credo that is bound to a DID, shown to Credo', async () => {
  const signIn = await startSignInServer()
  const members = await startCredoIssuer(signIn.url)
  const gate = await startCredoVerifier(members.anchor)
  const { wallet } = openOurWallet({ issuerAnchors: [members.anchor] })
  const { offer } = await members.offer({ id: 'member-did', preAuthorizedCodeFlowConfig: {} })
  await receiveCredentials({ offer, copies: 1 }, wallet)
  const meta = { vct_values: [CREDO_VCT] }
  const query = { credentials: [{ id: 'member', format: 'dc+sd-jwt', meta, claims: [{ path: ['given_name'] }] }] }
  const { address, id } = await gate.ask(query, 'x509_hash', 'direct_post.jwt')
  await presentByOurs(wallet, address)
  const { member } = await gate.verified(id)
  expect(member).toMatchObject({ given_name: 'Somchai', cnf: { kid: expect.stringMatching(/^did:jwk:/) } })
  expect(member).not.toHaveProperty('family_name')
  for (const server of [gate, members, signIn]) await server.close()
})
