import { encodeDidJwk, encodeDidKey, type PublicJwk } from '@bai/credential'

/** How an issuer names the key of a holder in `cnf` (OpenID4VCI 1.0, section 12.2.4). */
export const BINDING_METHODS = ['jwk', 'did:jwk', 'did:key'] as const
export type BindingMethod = (typeof BINDING_METHODS)[number]

/** The name of a key for an issuer that binds to DIDs: the key itself, spelled as one. */
export function holderDidUrl(jwk: PublicJwk, method: Exclude<BindingMethod, 'jwk'>): string {
  if (method === 'did:jwk') return `${encodeDidJwk(jwk)}#0`
  const did = encodeDidKey(jwk)
  return `${did}#${did.slice('did:key:'.length)}`
}
