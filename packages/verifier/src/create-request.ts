import {
  createPresentationRequest,
  encodeBase64url,
  encodeDidJwk,
  type PublicJwk,
  type RandomBytes,
  type Signer,
} from '@bai/credential'
import type { Policy } from './policy.ts'

export type CreateRequestDependencies = {
  readonly signer: Signer & { readonly publicJwk: PublicJwk }
  readonly randomBytes: RandomBytes
  readonly now: () => Date
}

/** 128 bits (OpenID4VP 1.0, section 5.2), and not more: it comes back in every answer, which has to fit a QR code. */
const NONCE_BYTES = 16
const REQUEST_LIFETIME_SECONDS = 600

/** Makes the signed request for a policy, with a nonce of its own. @returns the request object as a compact JWS */
export function createRequest(
  policy: Policy,
  { signer, randomBytes, now }: CreateRequestDependencies,
): Promise<string> {
  return createPresentationRequest(
    {
      did: encodeDidJwk(signer.publicJwk),
      nonce: encodeBase64url(randomBytes(NONCE_BYTES)),
      dcql_query: policy.dcql_query,
      client_name: policy.client_name,
      purpose: policy.purpose,
      now: now(),
      lifetimeSeconds: REQUEST_LIFETIME_SECONDS,
    },
    signer,
  )
}
