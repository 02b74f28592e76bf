import type { ExpressionBuilder, ExpressionWrapper, SqlBool, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

export type RevokedIssuance = { readonly subjectHash: string; readonly configurationId: string }

type Revocation = {
  readonly where: (row: ExpressionBuilder<Schema, 'issuance'>) => ExpressionWrapper<Schema, 'issuance', SqlBool>
  readonly reason: string
  readonly now: Date
}

/**
 * Revokes what is not revoked yet, in the transaction of what brought it about, and raises the sequence of the lists that
 * it is in, so that they are published anew.
 *
 * @returns what was revoked, one row for each credential
 */
export async function revokeIssuances(
  trx: Transaction<Schema>,
  { where, reason, now }: Revocation,
): Promise<readonly RevokedIssuance[]> {
  const revoked = await trx
    .updateTable('issuance')
    .set({ revoked_at: now, revocation_reason: reason })
    .where(where)
    .where('revoked_at', 'is', null)
    .returning(['status_list_id', 'subject_hash', 'configuration_id'])
    .execute()
  const listIds = [...new Set(revoked.map(({ status_list_id }) => status_list_id))]
  if (listIds.length > 0) {
    const lists = trx.updateTable('status_list').set((list) => ({ sequence: list('sequence', '+', 1) }))
    await lists.where('id', 'in', listIds).execute()
  }
  return revoked.map((row) => ({ subjectHash: row.subject_hash, configurationId: row.configuration_id }))
}
