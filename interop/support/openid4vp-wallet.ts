import { Openid4vpClient, type ResolvedOpenid4vpAuthorizationRequest } from '@openid4vc/openid4vp'
import type { JWK } from 'jose'
import { makeOffer } from '../../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../../packages/issuer/test/support/register-lines.ts'
import type { TestIssuer } from '../../packages/issuer/test/support/start-test-issuer.ts'
import { encryptResponse } from './encrypt-response.ts'
import { openOpenid4vcWallet } from './openid4vc-wallet.ts'
import type { HeldCredential } from './present-sd-jwt.ts'
import { namesOfCertificate, type RequestSigner, verifyRequestObject } from './request-signer.ts'

type Call = { readonly method: string; readonly body: URLSearchParams }
type Submission = Parameters<Openid4vpClient['submitOpenid4vpAuthorizationResponse']>[0]

const METADATA = {
  vp_formats_supported: { 'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'] } },
  authorization_signing_alg_values_supported: [],
  authorization_encryption_alg_values_supported: ['ECDH-ES'],
  authorization_encryption_enc_values_supported: ['A256GCM'],
}

/** A wallet of `@openid4vc`, both sides of it, keys in memory. @param anchorPem whose certificates it believes */
export function openOpenid4vpWallet(anchorPem: string | undefined) {
  const { client, callbacks, newKey, signerOf } = openOpenid4vcWallet()
  const calls: Call[] = []
  let walletNonce: string | undefined
  const watchedFetch: typeof fetch = (input, init = {}) => {
    const method = init.method?.toUpperCase() ?? 'GET'
    const body = new URLSearchParams(init.body === undefined ? '' : String(init.body))
    // 0.4.6 wants its nonce echoed, but posts the wallet's metadata alone (fetchJarRequestObject).
    if (method === 'POST' && String(input).includes('/vp/requests/') && walletNonce !== undefined)
      body.set('wallet_nonce', walletNonce)
    calls.push({ method, body })
    return fetch(input, { ...init, ...(method === 'POST' && { body }) })
  }
  const vp = new Openid4vpClient({
    callbacks: {
      ...callbacks,
      fetch: watchedFetch,
      verifyJwt: async (signer, { compact }) => {
        const signerJwk = await verifyRequestObject(signer as RequestSigner, compact, anchorPem)
        return signerJwk ? { verified: true, signerJwk: signerJwk as never } : { verified: false }
      },
      encryptJwe: async (encryptor, data) => {
        if (encryptor.method !== 'jwk') throw new TypeError('Encrypted for a key that is sent as a JWK.')
        const { publicJwk, ...how } = encryptor
        return { jwe: await encryptResponse(data, { publicJwk: publicJwk as JWK, ...how }), encryptionJwk: publicJwk }
      },
      getX509CertificateMetadata: namesOfCertificate,
    },
  })

  async function submit(submission: Submission) {
    const { response } = await vp.submitOpenid4vpAuthorizationResponse(submission)
    return { status: response.status, body: (await response.json()) as { readonly redirect_uri?: string } }
  }

  return {
    /** Every call that was made to the verifier. */
    calls: calls as readonly Call[],
    /** By pre-authorised code. */
    receive: async (issuer: TestIssuer, id: string): Promise<HeldCredential> => {
      const { answer, txCode } = await makeOffer(issuer, NUMBERS.head, { types: [id] })
      const credentialOffer = await client.resolveCredentialOffer(answer.body['offer_uri'])
      const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer)
      const offered = { credentialOffer, issuerMetadata, txCode }
      const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer(offered)
      const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata })
      const publicJwk = newKey()
      const { jwt } = await client.createCredentialRequestJwtProof({
        issuerMetadata,
        credentialConfigurationId: id,
        signer: { method: 'jwk', alg: 'ES256', publicJwk },
        nonce,
        issuedAt: issuer.clock.now,
      })
      const { credentialResponse } = await client.retrieveCredentials({
        issuerMetadata,
        accessToken: accessTokenResponse.access_token,
        credentialConfigurationId: id,
        proofs: { jwt: [jwt] },
      })
      const [received] = credentialResponse.credentials ?? []
      return { credential: (received as { credential: string }).credential, key: signerOf(publicJwk) }
    },
    /** Reads a request. @param nonce of the wallet, where it has one */
    resolve: (address: string, nonce?: string) => {
      walletNonce = nonce
      const { params } = vp.parseOpenid4vpAuthorizationRequest({ authorizationRequest: address })
      const wallet = { metadata: METADATA, ...(nonce !== undefined && { nonce, expectedNonce: nonce }) }
      return vp.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params, wallet } as never)
    },
    /** Answers in the response mode that was asked for. */
    answer: async (
      { authorizationRequestPayload }: ResolvedOpenid4vpAuthorizationRequest,
      vpToken: Readonly<Record<string, readonly string[]>>,
    ) => {
      const isEncrypted = authorizationRequestPayload.response_mode === 'direct_post.jwt'
      const { authorizationResponsePayload, jarm } = await vp.createOpenid4vpAuthorizationResponse({
        authorizationRequestPayload,
        authorizationResponsePayload: { vp_token: vpToken },
        ...(isEncrypted && { jarm: { serverMetadata: METADATA, encryption: { nonce: 'of the wallet' } } }),
      } as never)
      return submit({ authorizationRequestPayload, authorizationResponsePayload, jarm } as Submission)
    },
    /** Says no. The library makes answers with presentations only; it sends what it is given. */
    refuse: ({ authorizationRequestPayload }: ResolvedOpenid4vpAuthorizationRequest, error: string) => {
      const { state } = authorizationRequestPayload
      const authorizationResponsePayload = { error, state } as never
      return submit({ authorizationRequestPayload, authorizationResponsePayload } as Submission)
    },
  }
}
