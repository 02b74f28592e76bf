import { type CredentialQuery, isJsonObject, isRequested, type JsonObject } from '@bai/credential'

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

/**
 * The claims about the citizen, and none about the credential. A credential that can only be shown whole has more in it
 * than was asked for; that is left out here.
 */
export function citizenClaims(claims: JsonObject, query: CredentialQuery): JsonObject {
  const { credentialSubject: subject } = claims
  if (query.format === 'dc+sd-jwt' || !isJsonObject(subject)) return withoutTechnical(claims)
  const requested = query.claims?.map(({ path }) => path) ?? []
  const isWanted = (name: string) => query.format === 'vc+sd-jwt' || isRequested(['credentialSubject', name], requested)
  return Object.fromEntries(Object.entries(subject).filter(([name]) => name !== 'id' && isWanted(name)))
}

function withoutTechnical(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !TECHNICAL_CLAIMS.has(name)))
}
