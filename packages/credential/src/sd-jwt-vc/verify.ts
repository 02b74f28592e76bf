import { CredentialError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { Platform } from '../platform.ts'
import { type VerifiedSdJwt, type VerifySdJwtOptions, verifySdJwt } from '../sd-jwt/verify.ts'
import { readStatusReference, type StatusReference } from '../status-list/reference.ts'

/** draft-ietf-oauth-sd-jwt-vc, section 2.2.1. The media type of earlier drafts, `vc+sd-jwt`, is W3C's now. */
export const SD_JWT_VC_TYP = 'dc+sd-jwt'
const SD_JWT_VC_TYPS = [SD_JWT_VC_TYP]
export const SD_JWT_VC_DRAFT = 'draft-ietf-oauth-sd-jwt-vc-19'

/** draft-ietf-oauth-sd-jwt-vc, section 2.2.2.3: claims which a holder must not be able to withhold, nor a part of them. */
export const NEVER_HIDDEN: ReadonlySet<string> = new Set([
  'iss',
  'nbf',
  'exp',
  'cnf',
  'vct',
  'vct#integrity',
  'aka_vcts',
  'status',
])

export type VerifiedSdJwtVc = VerifiedSdJwt & { readonly vct: string; readonly status: StatusReference | undefined }

export type VerifySdJwtVcOptions = Omit<VerifySdJwtOptions, 'typ'> & {
  /** The issuer that must have signed; left out: whoever `findKeys` knows. */
  readonly issuer?: string
}

/**
 * Verifies an SD-JWT as a verifiable credential (draft-ietf-oauth-sd-jwt-vc, section 2.4), all but its status.
 *
 * @throws CredentialError `typ_unexpected`, `claim_not_disclosable`, `claim_missing`, `claim_invalid`,
 *   `issuer_mismatch`, and those of `verifySdJwt`
 */
export async function verifySdJwtVc(
  text: string,
  options: VerifySdJwtVcOptions,
  platform: Platform,
): Promise<VerifiedSdJwtVc> {
  const { now, skewSeconds, findKeys, algorithms, keyBinding, resolveHolderKey, issuer } = options
  const verified = await verifySdJwt(
    text,
    { now, skewSeconds, findKeys, algorithms, keyBinding, resolveHolderKey, typ: SD_JWT_VC_TYPS },
    platform,
  )
  const { claims, disclosedPaths, header, hashAlgorithm, holderNonce } = verified
  const { vct, status } = checkSdJwtVcClaims(verified, issuer)
  return { claims, disclosedPaths, header, hashAlgorithm, holderNonce, vct, status }
}

/** The rules on claims that SD-JWT VC adds to SD-JWT. */
export function checkSdJwtVcClaims(
  { claims, disclosedPaths }: Pick<VerifiedSdJwt, 'claims' | 'disclosedPaths'>,
  issuer: string | undefined,
): { readonly vct: string; readonly status: StatusReference | undefined } {
  for (const [name] of disclosedPaths) {
    if (typeof name === 'string' && NEVER_HIDDEN.has(name)) {
      throw new CredentialError('claim_not_disclosable', `${name} may not be selectively disclosed.`, { claim: name })
    }
  }
  if (issuer !== undefined && claims['iss'] !== issuer) {
    throw new CredentialError('issuer_mismatch', 'The credential comes from another issuer than expected.', {})
  }
  const vct = optionalString(claims, 'vct')
  if (vct === undefined || vct === '') {
    throw new CredentialError('claim_missing', 'A credential names its type in vct.', { claim: 'vct' })
  }
  for (const claim of ['iss', 'sub', 'vct#integrity']) optionalString(claims, claim)
  checkOtherTypes(claims, vct)
  return { vct, status: readStatusReference(claims) }
}

/** Section 2.2.2.2: other types are a list of names, and the type itself is not among them. */
function checkOtherTypes(claims: JsonObject, vct: string): void {
  const others = Object.hasOwn(claims, 'aka_vcts') ? claims['aka_vcts'] : undefined
  if (others === undefined) return
  const names = Array.isArray(others) && others.length > 0 && others.every((name) => typeof name === 'string')
  if (names && !(others as readonly unknown[]).includes(vct)) return
  const expected = 'a list of types other than vct'
  throw new CredentialError('claim_invalid', `aka_vcts must be ${expected}.`, { claim: 'aka_vcts', expected })
}

function optionalString(claims: JsonObject, claim: string): string | undefined {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  if (value === undefined || typeof value === 'string') return value
  throw new CredentialError('claim_invalid', `${claim} must be a string.`, { claim, expected: 'string' })
}
