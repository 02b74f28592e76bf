import { generateNodeSigner } from '@bai/credential/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, freshNonce, postForm, postJson } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { REDIRECT_URI, signIn, TestWallet } from '../support/test-wallet.ts'
import { TestWalletProvider } from '../support/wallet-provider.ts'

const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }
const provider = new TestWalletProvider()
let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], {
    development: true,
    haip: true,
    keyAttestationRequired: true,
    walletProviders: [provider.trusted],
  })
})
afterAll(() => issuer.close())

const attested = (claims = {}, pop = {}) => provider.headers(issuer.url, issuer.clock.now, claims, pop)

describe('HAIP 1.0 is one switch', () => {
  test('an attested wallet gets its credentials by pushed request, PKCE, DPoP and key attestation', async () => {
    const wallet = new TestWallet(issuer)
    // The proof of possession is for one request, and DPoP sends a second one with the nonce.
    await wallet.token({ grant_type: 'refresh_token', refresh_token: 'x' }, await attested())
    const { page, verifier, answer } = await wallet.push({}, await attested())
    expect(answer.status).toBe(201)
    const { location } = await signIn(page, PERSON)
    const tokens = await wallet.token(
      {
        grant_type: 'authorization_code',
        code: location?.searchParams.get('code') ?? '',
        code_verifier: verifier,
        redirect_uri: REDIRECT_URI,
      },
      await attested(),
    )
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'DPoP' } })
    const nonce = await freshNonce(issuer)
    const keys = Array.from({ length: 30 }, () => generateNodeSigner().publicJwk)
    const attestation = await provider.attestKeys(keys, issuer.clock.now, nonce)
    const body = { credential_configuration_id: 'id-card', proofs: { attestation: [attestation] } }
    const received = await wallet.post('/credential', { body }, tokens.body['access_token'])
    expect(received.status).toBe(200)
    expect(received.body['credentials']).toHaveLength(30)
  })

  test('the metadata say so', async () => {
    const { body } = await call(`${issuer.url}/.well-known/oauth-authorization-server`)
    expect(body).toMatchObject({
      require_pushed_authorization_requests: true,
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['attest_jwt_client_auth'],
    })
    const metadata = await call(`${issuer.url}/.well-known/openid-credential-issuer`)
    const { proof_types_supported: proofTypes } = metadata.body['credential_configurations_supported']['id-card']
    expect(proofTypes.jwt.key_attestations_required).toEqual({})
    expect(proofTypes.attestation.key_attestations_required).toEqual({})
  })

  test.each([
    ['nothing that shows what it is', async () => ({})],
    ['an attestation of an unknown provider', () => new TestWalletProvider().headers(issuer.url, issuer.clock.now)],
    ['an expired attestation', () => attested({ exp: 1 })],
    ['an attestation of another client', () => attested({ sub: 'https://other.example' })],
    ['a proof of possession for another server', () => attested({}, { aud: 'https://other.example' })],
    ['an old proof of possession', () => attested({}, { iat: 1 })],
    ['a proof of possession without jti', () => attested({}, { jti: '' })],
    [
      'a proof of possession by another key',
      async () => ({
        ...(await attested()),
        'oauth-client-attestation-pop': (await new TestWalletProvider().headers(issuer.url, issuer.clock.now))[
          'oauth-client-attestation-pop'
        ],
      }),
    ],
    ['an attestation that is no JWT', async () => ({ ...(await attested()), 'oauth-client-attestation': 'x.y.z' })],
  ])('a wallet with %s is refused at the pushed request endpoint', async (_what, headers) => {
    const { answer } = await new TestWallet(issuer).push({}, await headers())
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('a wallet without DPoP is refused', async () => {
    const answer = await call(`${issuer.url}/token`, {
      method: 'POST',
      headers: await attested(),
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
    })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } })
  })

  test('a wallet is sent back only to where its provider says', async () => {
    const wallet = new TestWallet(issuer)
    await wallet.token({ grant_type: 'refresh_token', refresh_token: 'x' }, await attested())
    const { answer } = await wallet.push({ redirect_uri: 'https://other.example/' }, await attested())
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request', code: 'redirect_uri_refused' } })
  })

  test('a request that was not pushed, and a pre-authorised code, are refused', async () => {
    expect((await fetch(`${issuer.url}/authorize?client_id=x&response_type=code`)).status).toBe(400)
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code', 'pre-authorized_code': 'x' }
    expect(await postForm(`${issuer.url}/token`, grant)).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    })
  })

  test('an offer sends the person to sign in', async () => {
    const request = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'a test' }
    const { body } = await postJson(`${issuer.url}/operator/offers`, request, OPERATOR_TOKEN)
    const offer = JSON.parse(new URL(body['offer_uri']).searchParams.get('credential_offer') ?? '')
    expect(offer.grants).toEqual({ authorization_code: {} })
    expect(body['tx_code']).toBeUndefined()
  })
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
