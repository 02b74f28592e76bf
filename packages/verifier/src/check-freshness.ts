import { check, passed } from './make-check.ts'
import type { Check } from './verdict.ts'
import type { VerificationContext } from './verify-presentation.ts'

/** How old the whole bundle is: fresh until `next`, stale until `exp`, and then it decides nothing. */
export function checkBundleFreshness({ bundle, policy, now }: VerificationContext): Check {
  const skew = policy.skew_seconds * 1000
  if (now.getTime() >= bundle.expiresAt.getTime()) return check('bundle_expired', 'unknown', bundle.issuedAt)
  // Written so that an invalid date, which is neither before nor after anything, decides nothing.
  if (!(now.getTime() >= bundle.issuedAt.getTime() - skew))
    return check('bundle_not_yet_valid', 'unknown', bundle.issuedAt)
  const { max_data_age_seconds: limit } = policy
  if (limit !== undefined && now.getTime() - bundle.issuedAt.getTime() > limit * 1000)
    return check('data_too_old', 'unknown', bundle.issuedAt)
  if (now.getTime() < bundle.nextAt.getTime()) return passed('freshness', bundle.issuedAt)
  return check('bundle_stale', policy.when_stale === 'refer' ? 'unknown' : 'warning', bundle.issuedAt)
}
