import type { JsonObject } from '@bai/credential'

/**
 * What a verifier has no use for once it has decided: holder key, status index, timestamps, type and issuer are gone
 * from the claims (ARF 3.0, OIA_16), for they would let one visit be linked to another.
 */
const TECHNICAL_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'iat',
  'nbf',
  'exp',
  'cnf',
  'status',
  'vct',
  'vct#integrity',
])

/** The claims about the citizen, and none about the credential. */
export function citizenClaims(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !TECHNICAL_CLAIMS.has(name)))
}
