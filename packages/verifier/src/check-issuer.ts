import type { Bundle, TrustedIssuer } from '@bai/credential'
import { DEVELOPMENT_ISSUER } from './find-issuer-keys.ts'
import { check, failed, passed } from './make-check.ts'
import type { Policy } from './policy.ts'
import type { Check } from './verdict.ts'
import type { VerifiedCredential } from './verify-credential.ts'

/** Whether the issuer may issue this type, and might when it did. A good signature is not authority. */
export function checkIssuer(
  { types, issuedAt: issued }: Pick<VerifiedCredential, 'types' | 'issuedAt'>,
  issuer: TrustedIssuer,
  { issuedAt: dataAsOf }: Pick<Bundle, 'issuedAt'>,
  { issuers = {} }: Partial<Pick<Policy, 'issuers'>>,
): Check {
  if (issuer === DEVELOPMENT_ISSUER) return check('issuer_for_development', 'warning')
  if (types.length === 0 || !types.every((type) => issuer.credentialTypes.has(type)))
    return failed('credential_type_not_authorized', dataAsOf)
  const accepted = (type: string) => !Object.hasOwn(issuers, type) || issuers[type]?.includes(issuer.id)
  if (!types.every(accepted)) return failed('issuer_not_accepted', dataAsOf)
  // Timestamps are rounded down to the day, so `since` is compared by the day as well.
  const since = Math.floor(issuer.since.getTime() / 86_400_000) * 86_400
  if (issued === undefined || issued < since) return failed('issuer_not_valid_then', dataAsOf)
  if (issuer.until !== undefined && issued * 1000 >= issuer.until.getTime())
    return failed('issuer_not_valid_then', dataAsOf)
  return passed('issuer', dataAsOf)
}
