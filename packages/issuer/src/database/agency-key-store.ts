import type { Kysely } from 'kysely'
import type { AgencyKey, AgencyKeyStore } from '../face-ports.ts'
import type { Row, Schema } from './schema.ts'

/** Keys of agencies, by an id that is no secret; of the key itself only its hash is here. */
export function createAgencyKeyStore(db: Kysely<Schema>): AgencyKeyStore {
  return {
    add: async (key, tokenHash) => {
      await db
        .insertInto('agency_key')
        .values({
          id: key.id,
          token_hash: tokenHash,
          agency: key.agency,
          scopes: JSON.stringify(key.scopes),
          quota_per_day: key.quotaPerDay,
          rate_per_minute: key.ratePerMinute,
          created_at: key.createdAt,
          expires_at: key.expiresAt,
          revoked_at: key.revokedAt ?? null,
        })
        .execute()
    },
    find: async (id) => {
      const row = await db.selectFrom('agency_key').selectAll().where('id', '=', id).executeTakeFirst()
      return row && { key: keyOf(row), tokenHash: row.token_hash }
    },
    list: async () => {
      const rows = await db.selectFrom('agency_key').selectAll().orderBy('created_at').orderBy('id').execute()
      return rows.map(keyOf)
    },
    revoke: async (id, now) => {
      const revocation = db.updateTable('agency_key').set({ revoked_at: now })
      const row = await revocation
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function keyOf(row: Row<'agency_key'>): AgencyKey {
  return {
    id: row.id,
    agency: row.agency,
    scopes: row.scopes,
    quotaPerDay: row.quota_per_day,
    ratePerMinute: row.rate_per_minute,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at ?? undefined,
  }
}
