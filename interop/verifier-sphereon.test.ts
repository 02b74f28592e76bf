// The wallet side of Sphereon's did-auth-siop 0.20.1 against our verifier; @sd-jwt/core 0.19 makes its presentations.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { houseLine, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { type InteropVerifier, startInteropVerifier } from './support/interop-verifier.ts'
import { openOpenid4vpWallet } from './support/openid4vp-wallet.ts'
import { type HeldCredential, presentSdJwt } from './support/present-sd-jwt.ts'
import { openSphereonWallet } from './support/sphereon-wallet.ts'

let issuer: TestIssuer
let verifier: InteropVerifier
let wallet: ReturnType<typeof openSphereonWallet>
let card: HeldCredential
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  verifier = await startInteropVerifier(issuer)
  wallet = openSphereonWallet(verifier.developmentAnchor)
  card = await openOpenid4vpWallet(undefined).receive(issuer, 'id-card')
})
afterAll(async () => {
  await verifier.close()
  await issuer.close()
})

describe.each(['direct_post', 'direct_post.jwt'])('Sphereon 0.20 answers by %s', (response_mode) => {
  test.each([
    ['by reference', 'decentralized_identifier', {}],
    ['by value', 'decentralized_identifier', { by_value: true }],
    ['by reference', 'x509_hash', {}],
    ['by reference', 'x509_san_dns', {}],
  ])('a request %s of %s', async (_how, client_id_prefix, how) => {
    const made = await verifier.ask('card', { ...how, client_id_prefix, response_mode })
    const { request, asked } = await wallet.resolve(made.request_uri)
    expect(asked).toMatchObject({ response_mode, client_id: expect.stringContaining(`${client_id_prefix}:`) })
    const presentation = await presentSdJwt(card, { given_name: true, age_equal_or_over: { 20: true } }, asked)
    expect((await wallet.answer({ request }, { card: [presentation] })).status).toBe(200)
    const { verdict } = await verifier.outcomeOf(made)
    expect([verdict?.outcome, verdict?.code]).toEqual(['accepted', 'accepted'])
    expect(verdict?.credentials).toMatchObject([{ claims: { given_name: 'Somchai', age_equal_or_over: { 20: true } } }])
  })
})

test('Sphereon 0.20 takes no request of redirect_uri, for it compares the prefix along with the address', async () => {
  // OpenID4VP 1.0, section 5.9.3: what follows the prefix is the response_uri.
  const made = await verifier.ask('card', { client_id_prefix: 'redirect_uri' })
  await expect(wallet.resolve(made.request_uri)).rejects.toThrow('response_uri does not match the client_id')
})

test('nothing went wrong inside', () => {
  expect([issuer.reported, verifier.reported]).toEqual([[], []])
})
