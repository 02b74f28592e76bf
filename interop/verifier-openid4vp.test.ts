// The wallet side of @openid4vc/openid4vp 0.4.6 against our verifier; @sd-jwt/core 0.19 makes its presentations.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postJson } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { type InteropVerifier, type Made, startInteropVerifier, thanksOf } from './support/interop-verifier.ts'
import { openOpenid4vpWallet } from './support/openid4vp-wallet.ts'
import { type HeldCredential, presentSdJwt } from './support/present-sd-jwt.ts'

let issuer: TestIssuer
let verifier: InteropVerifier
let wallet: ReturnType<typeof openOpenid4vpWallet>
let card: HeldCredential
let house: HeldCredential
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  verifier = await startInteropVerifier(issuer)
  wallet = openOpenid4vpWallet(verifier.developmentAnchor)
  card = await wallet.receive(issuer, 'id-card')
  house = await wallet.receive(issuer, 'house-registration')
})
afterAll(async () => {
  await verifier.close()
  await issuer.close()
})

const SHOWN = { given_name: true, age_equal_or_over: { 20: true } }
/** What is open in a card, beside what was asked for. */
const OPEN = {
  issuing_authority: 'Department of Provincial Administration (demonstration)',
  issuing_country: 'TH',
  nationalities: ['TH'],
}

/** Answers with the card, as asked; `walletNonce` is sent where the request is posted for. */
async function presentCard({ request_uri: address }: Pick<Made, 'request_uri'>, walletNonce?: string) {
  const request = await wallet.resolve(address, walletNonce)
  const presentation = await presentSdJwt(card, SHOWN, request.authorizationRequestPayload)
  return { request, answer: await wallet.answer(request, { card: [presentation] }) }
}

async function expectAccepted(made: Made) {
  const { status, verdict } = await verifier.outcomeOf(made)
  expect([status, verdict?.outcome, verdict?.code]).toEqual(['answered', 'accepted', 'accepted'])
  expect(verdict?.credentials.map(({ claims }) => claims)).toEqual([
    { ...OPEN, given_name: 'Somchai', age_equal_or_over: { 20: true } },
  ])
}

describe.each(['direct_post', 'direct_post.jwt'])('answers by %s', (response_mode) => {
  test.each([
    ['by reference', 'decentralized_identifier', {}],
    ['by value', 'decentralized_identifier', { by_value: true }],
    ['unsigned', 'redirect_uri', {}],
    ['by reference', 'x509_hash', {}],
    ['by reference', 'x509_san_dns', {}],
    ['by value', 'x509_hash', { by_value: true }],
  ])('a request %s of %s', async (_how, client_id_prefix, how) => {
    const made = await verifier.ask('card', { ...how, client_id_prefix, response_mode })
    const { request, answer } = await presentCard(made)
    expect(request.client.prefix).toBe(client_id_prefix)
    expect(answer).toEqual(thanksOf(client_id_prefix))
    expect(wallet.calls.at(-1)?.body.has(response_mode === 'direct_post' ? 'vp_token' : 'response')).toBe(true)
    await expectAccepted(made)
  })

  test('a request that it posts its nonce for', async () => {
    const made = await verifier.ask('card', { response_mode })
    const { request } = await presentCard(made, 'nonce-of-the-wallet')
    expect(wallet.calls.find(({ body }) => body.has('wallet_nonce'))?.method).toBe('POST')
    expect(request.authorizationRequestPayload).toMatchObject({ wallet_nonce: 'nonce-of-the-wallet' })
    await expectAccepted(made)
  })

  test('a request that it gets, as wallets do that know no request_uri_method', async () => {
    const made = await verifier.ask('card', { response_mode })
    const address = new URL(made.request_uri)
    address.searchParams.delete('request_uri_method')
    const before = wallet.calls.length
    await presentCard({ request_uri: address.href })
    expect(wallet.calls.slice(before).map(({ method }) => method)).toEqual(['GET', 'POST'])
    await expectAccepted(made)
  })

  test('a request on the same device, and is sent on with a code', async () => {
    const redirect_uri = 'https://agency.example/back'
    const made = await verifier.ask('card', { response_mode, redirect_uri })
    const { answer } = await presentCard(made)
    const back = new URL(answer.body.redirect_uri ?? '')
    expect(back.origin + back.pathname).toBe(redirect_uri)
    await expect(verifier.outcomeOf(made)).rejects.toThrow('response_code_wrong')
    const code = back.searchParams.get('response_code') ?? ''
    expect(await verifier.outcomeOf(made, code)).toMatchObject({ verdict: { outcome: 'accepted' } })
  })

  test('with a refusal', async () => {
    const made = await verifier.ask('card', { response_mode })
    const request = await wallet.resolve(made.request_uri)
    expect(await wallet.refuse(request, 'access_denied')).toEqual({ status: 200, body: {} })
    expect(await verifier.outcomeOf(made)).toMatchObject({ status: 'refused', error: 'access_denied' })
  })

  test('with two credentials, and parts of what is in them', async () => {
    const made = await verifier.ask('card-and-house', { response_mode })
    const request = await wallet.resolve(made.request_uri)
    const { authorizationRequestPayload: asked } = request
    await wallet.answer(request, {
      card: [await presentSdJwt(card, { given_name: true, family_name: true }, asked)],
      house: [await presentSdJwt(house, { house_code: true, address: { province: true } }, asked)],
    })
    const { verdict } = await verifier.outcomeOf(made)
    expect([verdict?.outcome, verdict?.code]).toEqual(['accepted', 'accepted'])
    expect(verdict?.credentials).toMatchObject([
      { claims: { given_name: 'Somchai', family_name: 'Jaidee' } },
      { claims: { house_code: '99990000001', address: { province: { en: 'Bangkok' } } } },
    ])
  })
})

test('shows one member of each row of a list', async () => {
  const made = await verifier.ask('members')
  const request = await wallet.resolve(made.request_uri)
  // @sd-jwt/core counts the places of a list before decoys are taken out: whichever of the eight it is.
  const members = Object.fromEntries(Array.from({ length: 8 }, (_, place) => [place, { role: true }]))
  const presentation = await presentSdJwt(house, { members }, request.authorizationRequestPayload)
  await wallet.answer(request, { house: [presentation] })
  const { verdict } = await verifier.outcomeOf(made)
  expect(verdict?.code).toBe('accepted')
  expect(verdict?.credentials[0]?.claims['members']).toEqual([{ is_holder: true, role: 'head' }])
})

test('shows vc+sd-jwt as an SD-JWT with a key binding, the other of its two forms', async () => {
  const w3cCard = await wallet.receive(issuer, 'id-card-w3c')
  const made = await verifier.ask('card-w3c')
  const request = await wallet.resolve(made.request_uri)
  const frame = { credentialSubject: { given_name: true } }
  await wallet.answer(request, { card: [await presentSdJwt(w3cCard, frame, request.authorizationRequestPayload)] })
  const { verdict } = await verifier.outcomeOf(made)
  expect(verdict?.code).toBe('accepted')
  expect(verdict?.credentials).toMatchObject([{ vct: 'ThaiNationalIdCard', claims: { given_name: 'Somchai' } }])
})

test('to HAIP 1.0: by reference, by a certificate’s hash, encrypted, whatever the relying party leaves out', async () => {
  const haip = await startInteropVerifier(issuer, { haip: true })
  try {
    const ours = openOpenid4vpWallet(haip.developmentAnchor)
    const made = await haip.ask('card')
    const request = await ours.resolve(made.request_uri)
    expect(request.client.prefix).toBe('x509_hash')
    expect(request.authorizationRequestPayload.response_mode).toBe('direct_post.jwt')
    const presentation = await presentSdJwt(card, SHOWN, request.authorizationRequestPayload)
    await ours.answer(request, { card: [presentation] })
    expect(await haip.outcomeOf(made)).toMatchObject({ verdict: { outcome: 'accepted' } })
  } finally {
    await haip.close()
  }
})

test('more than was asked for is rejected, and shows nothing', async () => {
  const made = await verifier.ask('card')
  const request = await wallet.resolve(made.request_uri)
  const presentation = await presentSdJwt(card, { ...SHOWN, family_name: true }, request.authorizationRequestPayload)
  await wallet.answer(request, { card: [presentation] })
  const { verdict } = await verifier.outcomeOf(made)
  expect(verdict).toMatchObject({ outcome: 'rejected', code: 'claims_not_requested', credentials: [] })
})

test('what was revoked is rejected with the next bundle', async () => {
  issuer.clock.now = new Date()
  const revocation = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'lost' }
  const { body } = await postJson(`${issuer.url}/operator/revocations`, revocation, OPERATOR_TOKEN)
  expect(body['revoked']).toBeGreaterThan(0)
  await issuer.publishStatusLists()
  const before = await verifier.ask('card')
  await presentCard(before)
  await expectAccepted(before)
  await verifier.publish()
  const made = await verifier.ask('card')
  await presentCard(made)
  expect(await verifier.outcomeOf(made)).toMatchObject({
    verdict: { outcome: 'rejected', code: 'credential_revoked', credentials: [] },
  })
})

test('nothing went wrong inside', () => {
  expect([issuer.reported, verifier.reported]).toEqual([[], []])
})
