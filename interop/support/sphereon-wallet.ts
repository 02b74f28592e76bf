import { OP } from '@sphereon/did-auth-siop'
import type { JWK } from 'jose'
import { encryptResponse } from './encrypt-response.ts'
import { type RequestSigner, verifyRequestObject } from './request-signer.ts'

/** What a wallet reads of a request. */
type Asked = { readonly client_id: string; readonly nonce: string; readonly response_mode: string }

/** The wallet side of Sphereon. @param anchorPem whose certificates it believes */
export function openSphereonWallet(anchorPem: string | undefined) {
  const op = OP.builder()
    // It answers to no one without; nothing of it is sent, for no id_token is asked for.
    .withIssuer('https://self-issued.me/v2')
    .withCreateJwtCallback(() => Promise.reject(new TypeError('Nothing is signed but presentations.')))
    .withVerifyJwtCallback(async (signer, { raw }) => {
      return (await verifyRequestObject(signer as RequestSigner, raw, anchorPem)) !== undefined
    })
    .build()
  return {
    resolve: async (address: string) => {
      const request = await op.verifyAuthorizationRequest(address)
      return { request, asked: request.authorizationRequest.mergedPayloads() as unknown as Asked }
    },
    answer: async (
      { request }: { readonly request: Awaited<ReturnType<OP['verifyAuthorizationRequest']>> },
      dcqlPresentation: Readonly<Record<string, readonly string[]>>,
    ) => {
      const response = await op.createAuthorizationResponse(request, { dcqlResponse: { dcqlPresentation } } as never)
      return op.submitAuthorizationResponse(response, async ({ authorizationResponsePayload, clientMetadata }) => {
        const { keys } = clientMetadata.jwks as { readonly keys: readonly JWK[] }
        const publicJwk = keys.find(({ use }) => use === 'enc')
        if (publicJwk === undefined) throw new TypeError('The request has no key to encrypt for.')
        const text = JSON.stringify(authorizationResponsePayload)
        return { response: await encryptResponse(text, { publicJwk, alg: publicJwk.alg ?? '', enc: 'A128GCM' }) }
      })
    },
  }
}
