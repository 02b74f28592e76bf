import { STATUS, type StatusList, type TrustedIssuer } from '@bai/credential'
import { DEVELOPMENT_ISSUER } from './find-issuer-keys.ts'
import { check, failed, passed } from './make-check.ts'
import type { Check } from './verdict.ts'
import type { VerifiedCredential } from './verify-credential.ts'
import type { VerificationContext } from './verify-presentation.ts'

/**
 * The credential's status, from the lists in the bundle. Only a list of the credential's own issuer counts. A list past
 * its `exp` is not relied on (draft-ietf-oauth-status-list, section 8.3) — except that what was revoked stays revoked.
 */
export function checkStatus(
  { status }: Pick<VerifiedCredential, 'status'>,
  issuer: TrustedIssuer,
  context: VerificationContext,
): Check {
  const list = context.bundle.statusLists.get(issuer.id)?.get(status?.uri ?? '')
  if (list === undefined && issuer === DEVELOPMENT_ISSUER) return check('status_unknown_for_development', 'warning')
  if (status === undefined) return failed('status_missing')
  if (list === undefined) return check('status_list_missing', 'unknown')
  const value = list.statusAt(status.index)
  if (value === STATUS.invalid) return failed('credential_revoked', list.issuedAt)
  if (isExpired(list, context)) return check('status_list_expired', 'unknown', list.issuedAt)
  if (value === STATUS.suspended) return failed('credential_suspended', list.issuedAt)
  if (value !== STATUS.valid) return failed('credential_revoked', list.issuedAt)
  if (isStale(list, context)) {
    return check('status_stale', context.policy.when_stale === 'refer' ? 'unknown' : 'warning', list.issuedAt)
  }
  return passed('status', list.issuedAt)
}

function isExpired({ expiresAt }: StatusList, { now, policy }: VerificationContext): boolean {
  return expiresAt !== undefined && now.getTime() >= expiresAt.getTime() + policy.skew_seconds * 1000
}

/** `ttl` counts from the fetch, which was when the bundle was made. */
function isStale({ ttlSeconds }: StatusList, { now, bundle }: VerificationContext): boolean {
  return ttlSeconds !== undefined && now.getTime() >= bundle.issuedAt.getTime() + ttlSeconds * 1000
}
