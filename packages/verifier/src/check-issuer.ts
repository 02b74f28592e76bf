import { type Bundle, issuingObjection, type TrustedIssuer } from '@bai/credential'
import { DEVELOPMENT_ISSUER } from './find-issuer-keys.ts'
import { check, failed, passed } from './make-check.ts'
import type { Policy } from './policy.ts'
import type { Check } from './verdict.ts'
import type { VerifiedCredential } from './verify-credential.ts'

/** Whether the issuer may issue this type, and might when it did. A good signature is not authority. */
export function checkIssuer(
  issuance: Pick<VerifiedCredential, 'types' | 'issuedAt'>,
  issuer: TrustedIssuer,
  { issuedAt: dataAsOf }: Pick<Bundle, 'issuedAt'>,
  { issuers = {} }: Partial<Pick<Policy, 'issuers'>>,
): Check {
  if (issuer === DEVELOPMENT_ISSUER) return check('issuer_for_development', 'warning')
  const objection = issuingObjection(issuer, issuance)
  if (objection === 'type') return failed('credential_type_not_authorized', dataAsOf)
  const accepted = (type: string) => !Object.hasOwn(issuers, type) || issuers[type]?.includes(issuer.id)
  if (!issuance.types.every(accepted)) return failed('issuer_not_accepted', dataAsOf)
  if (objection === 'period') return failed('issuer_not_valid_then', dataAsOf)
  return passed('issuer', dataAsOf)
}
