import { type Bundle, numericDate, type TrustedIssuer, type VerifiedSdJwtVc } from '@bai/credential'
import { failed, passed } from './make-check.ts'
import type { Check } from './verdict.ts'

/** Whether the issuer may issue this type, and might when it did. A good signature is not authority. */
export function checkIssuer(
  { claims, vct }: VerifiedSdJwtVc,
  issuer: TrustedIssuer,
  { issuedAt: dataAsOf }: Bundle,
): Check {
  if (!issuer.credentialTypes.has(vct)) return failed('credential_type_not_authorized', dataAsOf)
  const issued = numericDate(claims, 'iat') ?? numericDate(claims, 'nbf')
  // Timestamps are rounded down to the day, so `since` is compared by the day as well.
  const since = Math.floor(issuer.since.getTime() / 86_400_000) * 86_400
  if (issued === undefined || issued < since) return failed('issuer_not_valid_then', dataAsOf)
  if (issuer.until !== undefined && issued * 1000 >= issuer.until.getTime())
    return failed('issuer_not_valid_then', dataAsOf)
  return passed('issuer', dataAsOf)
}
