// The holder of Credo 0.6.3 against our verifier, with all formats of our issuer.
import { parseJws } from '@bai/credential'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOffer } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { type CredoWallet, openCredoWallet } from './support/credo-wallet.ts'
import { type InteropVerifier, startInteropVerifier, thanksOf } from './support/interop-verifier.ts'
import { presentByCredo } from './support/present-by-credo.ts'
import { type CredoBinding, receiveByCredo } from './support/receive-by-credo.ts'

let issuer: TestIssuer
let verifier: InteropVerifier
let wallet: CredoWallet
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  verifier = await startInteropVerifier(issuer)
  const issuerAnchor = await (await fetch(`${issuer.url}/development-anchor.pem`)).text()
  wallet = await openCredoWallet(issuerAnchor, verifier.developmentAnchor ?? '')
  await keep('id-card', 'jwk')
  await keep('house-registration', 'did')
  await keep('id-card-w3c', 'did')
  await keep('id-card-jwt', 'did')
})
afterAll(async () => {
  await wallet.shutdown()
  await verifier.close()
  await issuer.close()
})

/** Receives a credential from our issuer into Credo's storage. */
async function keep(id: string, binding: CredoBinding) {
  const { answer, txCode } = await makeOffer(issuer, NUMBERS.head, { types: [id] })
  const { credentials } = await receiveByCredo(wallet, answer.body['offer_uri'], { txCode }, [id], binding, 1)
  const record = credentials[0]?.record as never
  if (id.endsWith('-w3c')) await wallet.w3cV2Credentials.store({ record })
  else if (id.endsWith('-jwt')) await wallet.w3cCredentials.store({ record })
  else await wallet.sdJwtVc.store({ record })
}

/** Asks, lets Credo answer, and fetches the verdict. */
async function tryWith(policy: string, how: object) {
  const made = await verifier.ask(policy, how)
  const {
    verifier: asker,
    serverResponse,
    authorizationResponse,
    vpToken,
  } = await presentByCredo(wallet, made.request_uri)
  expect(serverResponse).toEqual(thanksOf(asker.clientIdPrefix))
  const { verdict } = await verifier.outcomeOf(made)
  return { asker, authorizationResponse, vpToken, verdict, claims: verdict?.credentials.map(({ claims }) => claims) }
}

describe.each(['direct_post', 'direct_post.jwt'])('Credo 0.6 answers by %s', (response_mode) => {
  test.each(['decentralized_identifier', 'x509_hash', 'x509_san_dns', 'redirect_uri'])(
    'with card and house registration in one, to %s',
    async (client_id_prefix) => {
      const tried = await tryWith('card-and-house', { client_id_prefix, response_mode })
      expect(tried.asker.clientIdPrefix).toBe(client_id_prefix)
      expect(Object.keys(tried.authorizationResponse)).toContain(
        response_mode === 'direct_post' ? 'vp_token' : 'response',
      )
      expect(tried.verdict?.code).toBe('accepted')
      expect(tried.claims).toMatchObject([
        { given_name: 'Somchai', family_name: 'Jaidee' },
        { house_code: '99990000001', address: { province: { en: 'Bangkok' } } },
      ])
      expect(tried.claims?.[0]).not.toHaveProperty('birthdate')
      expect(tried.claims?.[1]).not.toHaveProperty('registration_office')
    },
  )

  test.each(['decentralized_identifier', 'x509_hash'])(
    'with vc+sd-jwt, enveloped in a vp+sd-jwt, to %s',
    async (client_id_prefix) => {
      const { vpToken, verdict, claims } = await tryWith('card-w3c', { client_id_prefix, response_mode })
      expect(parseJws(vpToken['card']?.[0]?.split('~')[0] ?? '').header['typ']).toBe('vp+sd-jwt')
      expect(verdict?.code).toBe('accepted')
      expect(claims).toMatchObject([{ given_name: 'Somchai' }])
      expect(claims?.[0]).not.toHaveProperty('birthdate')
    },
  )

  test.each(['decentralized_identifier', 'x509_hash'])('with jwt_vc_json, to %s', async (client_id_prefix) => {
    const { verdict, claims } = await tryWith('card-jwt', { client_id_prefix, response_mode })
    expect(verdict?.code).toBe('accepted')
    expect(claims).toEqual([{ given_name: 'Somchai' }])
  })
})

test('what Credo 0.6.3 leaves out of an array is missing', async () => {
  // It names an array to @sd-jwt/core as a whole (buildDisclosureFrameForPayload), which discloses no element of one that
  // is open and whose elements are hidden. Section 7 of OpenID4VP 1.0 would have it select them.
  const { verdict } = await tryWith('members', {})
  expect(verdict).toMatchObject({ outcome: 'rejected', code: 'claims_missing', credentials: [] })
})

test('nothing went wrong inside', () => {
  expect([issuer.reported, verifier.reported]).toEqual([[], []])
})
