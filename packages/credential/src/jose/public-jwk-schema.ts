import * as z from 'zod'
import { type PublicJwk, parsePublicJwk } from './jwk.ts'

/** A public key as it stands in a configuration, for a verifier's and a wallet's anchors (RFC 7517). */
export const PublicJwkSchema = z.unknown().transform((jwk, context): PublicJwk => {
  try {
    return parsePublicJwk(jwk)
  } catch {
    // The message of the cause may quote the key.
    context.addIssue({ code: 'custom', message: 'not a public key as a JWK' })
    return z.NEVER
  }
})
