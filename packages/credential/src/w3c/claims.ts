import { CredentialError } from '../errors.ts'
import type { Moment } from '../jose/validity.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ClaimPath } from '../sd-jwt/reconstruct.ts'
import { readStatusReference, type StatusReference } from '../status-list/reference.ts'

/** The two data models, by what they call the same things. */
export const W3C_DATA_MODELS = {
  '2.0': { context: 'https://www.w3.org/ns/credentials/v2', from: 'validFrom', until: 'validUntil' },
  '1.1': { context: 'https://www.w3.org/2018/credentials/v1', from: 'issuanceDate', until: 'expirationDate' },
} as const
export type W3cDataModel = keyof typeof W3C_DATA_MODELS

/** What a holder must not be able to withhold, nor a part of it: all that is said of the credential itself. */
const NEVER_HIDDEN: ReadonlySet<string> = new Set([
  ...['@context', 'type', 'issuer', 'validFrom', 'validUntil', 'credentialStatus'],
  ...['iss', 'nbf', 'exp', 'cnf', 'status', 'vc', 'vp'],
])
/** XML Schema's dateTimeStamp (VCDM 2.0, section 4.9): the zone is not optional. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** What the rules of a W3C credential let a verifier rely on. */
export type W3cClaims = {
  /** All its types but `VerifiableCredential`. */
  readonly types: readonly string[]
  readonly issuer: string
  readonly status: StatusReference | undefined
}

/**
 * The rules on claims of a W3C credential (VCDM 2.0, section 4; VCDM 1.1, section 4), all but what its types mean.
 *
 * @throws CredentialError `claim_missing`, `claim_invalid`, `claim_not_disclosable`, `issuer_mismatch`,
 *   `credential_expired`, `credential_not_yet_valid`
 */
export function checkW3cClaims(
  { claims, disclosedPaths }: { readonly claims: JsonObject; readonly disclosedPaths: readonly ClaimPath[] },
  model: W3cDataModel,
  moment: Moment,
): W3cClaims {
  for (const [name] of disclosedPaths) {
    if (typeof name === 'string' && NEVER_HIDDEN.has(name))
      throw new CredentialError('claim_not_disclosable', `${name} may not be selectively disclosed.`, { claim: name })
  }
  const { context, from, until } = W3C_DATA_MODELS[model]
  if (firstOf(claims['@context']) !== context) throw invalid('@context', `a list that begins with ${context}`)
  const types = claims['type']
  if (!Array.isArray(types) || !types.every((type) => typeof type === 'string') || types[0] !== 'VerifiableCredential')
    throw invalid('type', 'a list that begins with VerifiableCredential')
  const { credentialSubject } = claims
  if (!isJsonObject(credentialSubject)) throw invalid('credentialSubject', 'one subject')
  const issuer = isJsonObject(claims['issuer']) ? claims['issuer']['id'] : claims['issuer']
  if (typeof issuer !== 'string') throw invalid('issuer', 'a DID')
  // VC-JOSE-COSE, section 3.1.3: what is said twice has to be the same.
  if (claims['iss'] !== undefined && claims['iss'] !== issuer)
    throw new CredentialError('issuer_mismatch', 'issuer and iss of the credential name different issuers.', {})
  checkPeriod({ from: dateTime(claims, from), until: dateTime(claims, until) }, moment)
  return { types: (types as string[]).slice(1), issuer, status: readStatusReference(claims) }
}

function checkPeriod(
  { from, until }: { readonly from: Date | undefined; readonly until: Date | undefined },
  { now, skewSeconds }: Moment,
): void {
  const skew = skewSeconds * 1000
  if (until !== undefined && now.getTime() >= until.getTime() + skew)
    throw new CredentialError('credential_expired', 'The validity of this credential has ended.', { expiredAt: until })
  if (from !== undefined && now.getTime() < from.getTime() - skew) {
    const message = 'The validity of this credential has not begun.'
    throw new CredentialError('credential_not_yet_valid', message, { validFrom: from })
  }
}

function dateTime(claims: JsonObject, claim: string): Date | undefined {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  if (value === undefined) return undefined
  const date = typeof value === 'string' && DATE_TIME.test(value) ? new Date(value) : undefined
  if (date === undefined || Number.isNaN(date.getTime())) throw invalid(claim, 'a date and time with its zone')
  return date
}

function firstOf(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : undefined
}

function invalid(claim: string, expected: string): CredentialError<'claim_invalid'> {
  return new CredentialError('claim_invalid', `${claim} must be ${expected}.`, { claim, expected })
}
