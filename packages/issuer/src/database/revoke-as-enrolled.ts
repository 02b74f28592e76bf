import type { Transaction } from 'kysely'
import type { EnrolmentEvidence } from '../enrolment-ports.ts'
import type { AuditEntry } from '../ports.ts'
import { revokeHoldings } from './revoke-holdings.ts'
import type { Schema } from './schema.ts'

type Enrolled = Pick<EnrolmentEvidence, 'purpose' | 'subjectHash' | 'configurationIds'> & {
  readonly id: string
  /** When its pictures came: what somebody has been issued since is not what they wanted revoked. */
  readonly at: Date
}

/**
 * Revokes what an enrolment that has been approved is to revoke, in the transaction of the approval.
 *
 * @returns as `revokeHoldings`; nothing for an enrolment with another purpose
 */
export async function revokeAsEnrolled(
  trx: Transaction<Schema>,
  { id, at, purpose, subjectHash, configurationIds }: Enrolled,
  now: Date,
): Promise<AuditEntry | undefined> {
  if (purpose !== 'revoke' || subjectHash === undefined) return undefined
  return revokeHoldings(trx, { subjectHash, configurationIds, enrolment: { id, at }, reason: 'holder_request', now })
}

/** Revokes what a grant's enrolment is to replace, once what takes its place is recorded, in the same transaction. */
export async function revokeAsReplaced(
  trx: Transaction<Schema>,
  issued: { readonly enrolmentId: string; readonly subjectHash: string; readonly configurationId: string },
  now: Date,
): Promise<AuditEntry | undefined> {
  const { enrolmentId: id, subjectHash, configurationId } = issued
  const replacing = trx.selectFrom('enrolment').select('created_at').where('id', '=', id)
  const enrolment = await replacing.where('purpose', '=', 'replace').executeTakeFirst()
  if (enrolment === undefined) return undefined
  const reason = 'device_replaced'
  const configurationIds = [configurationId]
  return revokeHoldings(trx, {
    subjectHash,
    configurationIds,
    enrolment: { id, at: enrolment.created_at },
    reason,
    now,
  })
}
