import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOffer, postJson } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { signIn } from '../packages/issuer/test/support/test-wallet.ts'
import { type CredoWallet, openCredoWallet } from './support/credo-wallet.ts'
import { bindBy, receiveByCredo } from './support/receive-by-credo.ts'

const REDIRECT_URI = 'https://wallet.example/callback'
const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }

let issuer: TestIssuer
let wallet: CredoWallet
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
  wallet = await openCredoWallet(await (await fetch(`${issuer.url}/development-anchor.pem`)).text())
})
afterAll(async () => {
  await wallet.shutdown()
  await issuer.close()
})

describe('Credo 0.6 by pre-authorised code', () => {
  test.each([
    ['id-card', 'jwk', 2],
    ['house-registration', 'jwk', 1],
    ['id-card', 'did', 1],
    ['id-card-w3c', 'did', 1],
    ['id-card-jwt', 'did', 1],
  ] as const)('receives %s bound by %s, %i copies', async (id, binding, copies) => {
    const { answer, txCode } = await makeOffer(issuer, NUMBERS.head, { types: [id] })
    const { credentials, deferredCredentials } = await receiveByCredo(
      wallet,
      answer.body['offer_uri'],
      { txCode },
      [id],
      binding,
      copies,
    )
    expect(deferredCredentials).toEqual([])
    expect(credentials).toHaveLength(1)
    expect(credentials[0]?.credentialConfigurationId).toBe(id)
    expect(credentials[0]?.notificationId).toMatch(/^[\w-]{32}$/)
  })

  test('reads an offer by reference, and tells that it has accepted', async () => {
    const { answer, txCode } = await makeOffer(issuer, NUMBERS.head, { types: ['id-card'] })
    const offer = answer.body['offer_uri_by_reference']
    const { credentials, tokenResponse, resolvedCredentialOffer } = await receiveByCredo(
      wallet,
      offer,
      { txCode },
      ['id-card'],
      'jwk',
      1,
    )
    await wallet.openid4vc.holder.sendNotification({
      metadata: resolvedCredentialOffer.metadata,
      notificationId: credentials[0]!.notificationId!,
      accessToken: tokenResponse.accessToken,
      notificationEvent: 'credential_accepted' as never,
      ...(tokenResponse.dpop && { dpop: tokenResponse.dpop }),
    })
    const row = await issuer.db.selectFrom('notification').select('event').orderBy('event_at').execute()
    expect(row.map(({ event }) => event)).toContain('credential_accepted')
  })
})

describe('Credo 0.6 by authorization code', () => {
  test('pushes its request, signs in, and receives both credentials under DPoP', async () => {
    const types = ['id-card', 'house-registration']
    const wish = { grant: 'authorization_code', types, reason: 'a test' }
    const answer = await postJson(`${issuer.url}/operator/offers`, wish, OPERATOR_TOKEN)
    const holder = wallet.openid4vc.holder
    const resolvedCredentialOffer = await holder.resolveCredentialOffer(answer.body['offer_uri'])
    const request = await holder.resolveOpenId4VciAuthorizationRequest(resolvedCredentialOffer, {
      clientId: 'https://wallet.example',
      redirectUri: REDIRECT_URI,
      scope: ['id-card', 'house-registration'],
    })
    if (request.authorizationFlow !== 'Oauth2Redirect') throw new Error('Another flow than expected.')
    const { location } = await signIn(request.authorizationRequestUrl, PERSON)
    const code = location?.searchParams.get('code') ?? ''
    const { codeVerifier, dpop } = request
    const tokenResponse = await holder.requestToken({
      resolvedCredentialOffer,
      code,
      clientId: 'https://wallet.example',
      redirectUri: REDIRECT_URI,
      codeVerifier,
      dpop,
    } as never)
    expect(tokenResponse.dpop).toBeDefined()
    // One by one: Credo asks for no second nonce.
    for (const id of types) {
      const { credentials } = await holder.requestCredentials({
        resolvedCredentialOffer,
        ...tokenResponse,
        cNonce: undefined,
        clientId: 'https://wallet.example',
        credentialConfigurationIds: [id],
        credentialBindingResolver: bindBy(wallet, 'jwk', 3) as never,
      } as never)
      expect(credentials.map(({ credentialConfigurationId }) => credentialConfigurationId)).toEqual([id])
    }
  })
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
