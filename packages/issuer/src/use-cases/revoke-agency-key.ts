import { IssuerError } from '../errors.ts'
import type { AgencyKeyStore } from '../face-ports.ts'
import type { AuditLog } from '../ports.ts'

export type RevokeAgencyKeyInput = { readonly id: string; readonly reason: string; readonly actor: string }

export type RevokeAgencyKeyDependencies = {
  readonly agencyKeys: AgencyKeyStore
  readonly audit: AuditLog
  readonly now: () => Date
}

/** Revokes an agency's key, for good. @throws IssuerError `agency_key_not_found` when there is none left to revoke */
export async function revokeAgencyKey(
  { id, reason, actor }: RevokeAgencyKeyInput,
  { agencyKeys, audit, now }: RevokeAgencyKeyDependencies,
): Promise<void> {
  const at = now()
  if (!(await agencyKeys.revoke(id, at))) {
    throw new IssuerError('agency_key_not_found', 'There is no key with this id that could be revoked.', {})
  }
  await audit.append({ actor, action: 'agency_key_revoked', detail: { key: id, reason } }, at)
}
