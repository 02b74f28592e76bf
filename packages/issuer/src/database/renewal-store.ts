import { type Kysely, sql, type Transaction } from 'kysely'
import type { Renewal, RenewalStore } from '../renewal-ports.ts'
import type { Row, Schema } from './schema.ts'

/** A uuid; whatever else somebody calls a renewal is none of ours, and PostgreSQL would refuse to look for it. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function createRenewalStore(db: Kysely<Schema>): RenewalStore {
  return {
    pending: async (limit) => {
      const rows = await db
        .selectFrom('renewal')
        .selectAll()
        .where('offered_at', 'is', null)
        // A wallet with a grant of its own may have fetched everything since.
        .where(
          sql<boolean>`exists (
            select from jsonb_array_elements_text(renewal.configuration_ids) as wanted (id)
            where not exists (
              select from issuance
              where issuance.subject_hash = renewal.subject_hash and issuance.configuration_id = wanted.id
                and issuance.issued_at >= renewal.created_at and issuance.revoked_at is null
            )
          )`,
        )
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(renewalOf)
    },
    find: async (id) => {
      if (!ID.test(id)) return undefined
      const row = await db.selectFrom('renewal').selectAll().where('id', '=', id).executeTakeFirst()
      return row && renewalOf(row)
    },
    markOffered: async (id, now) => {
      await db.updateTable('renewal').set({ offered_at: now }).where('id', '=', id).execute()
    },
  }
}

/** Adds a renewal, in the transaction of the revocation that it follows. */
export async function addRenewal(
  trx: Transaction<Schema>,
  { subjectHash, configurationIds, reason, createdAt }: Omit<Renewal, 'id' | 'offeredAt'>,
): Promise<void> {
  await trx
    .insertInto('renewal')
    .values({
      subject_hash: subjectHash,
      configuration_ids: JSON.stringify(configurationIds),
      reason,
      created_at: createdAt,
    })
    .execute()
}

/** Of people who may have no credentials any more. */
export async function dropPendingRenewals(trx: Transaction<Schema>, subjectHashes: readonly string[]): Promise<void> {
  if (subjectHashes.length === 0) return
  const pending = trx.deleteFrom('renewal').where('offered_at', 'is', null)
  await pending.where('subject_hash', 'in', subjectHashes).execute()
}

function renewalOf(row: Row<'renewal'>): Renewal {
  return {
    id: row.id,
    subjectHash: row.subject_hash,
    configurationIds: row.configuration_ids,
    reason: row.reason,
    createdAt: row.created_at,
    offeredAt: row.offered_at ?? undefined,
  }
}
