import type { Kysely } from 'kysely'
import type { StatusListStore } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Status lists: the published tokens, and what has been revoked since. */
export function createStatusListStore(db: Kysely<Schema>): StatusListStore {
  return {
    ids: async () => (await db.selectFrom('status_list').select('id').orderBy('id').execute()).map(({ id }) => id),
    find: async (id) => {
      const row = await db.selectFrom('status_list').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return undefined
      return {
        id: row.id,
        size: row.size,
        sequence: row.sequence,
        token: row.token ?? undefined,
        publishedAt: row.published_at ?? undefined,
        publishedSequence: row.published_sequence ?? undefined,
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
    savePublished: async (id, { token, publishedAt, sequence }) => {
      await db
        .updateTable('status_list')
        .set({ token, published_at: publishedAt, published_sequence: sequence })
        .where('id', '=', id)
        // Of two that publish at once, the one that saw more stays.
        .where((row) => row.or([row('published_sequence', 'is', null), row('published_sequence', '<=', sequence)]))
        .execute()
    },
  }
}
