import { type Kysely, sql } from 'kysely'
import type { StatusListStore } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Status lists: the published tokens, and what has been revoked since. */
export function createStatusListStore(db: Kysely<Schema>): StatusListStore {
  return {
    ids: async () => (await db.selectFrom('status_list').select('id').orderBy('id').execute()).map(({ id }) => id),
    find: async (id) => {
      const row = await db
        .selectFrom('status_list')
        .select(['id', 'size', 'token', 'published_at'])
        .select((list) =>
          list
            .exists(
              list
                .selectFrom('issuance')
                .select(sql`1`.as('one'))
                .whereRef('issuance.status_list_id', '=', 'status_list.id')
                .where('revoked_at', 'is not', null)
                // At the same moment counts as later: better one publication too many than one revocation unpublished.
                .whereRef('revoked_at', '>=', 'status_list.published_at'),
            )
            .as('changed'),
        )
        .where('id', '=', id)
        .executeTakeFirst()
      if (row === undefined) return undefined
      return {
        id: row.id,
        size: row.size,
        token: row.token ?? undefined,
        publishedAt: row.published_at ?? undefined,
        changed: Boolean(row.changed),
      }
    },
    revokedIndices: async (id) => {
      const rows = await db
        .selectFrom('issuance')
        .select('status_index')
        .where('status_list_id', '=', id)
        .where('revoked_at', 'is not', null)
        .execute()
      return rows.map(({ status_index }) => status_index)
    },
    savePublished: async (id, token, now) => {
      await db
        .updateTable('status_list')
        .set((row) => ({ token, published_at: now, sequence: row('sequence', '+', 1) }))
        .where('id', '=', id)
        .execute()
    },
  }
}
