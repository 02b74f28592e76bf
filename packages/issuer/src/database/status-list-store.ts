import type { RandomBytes } from '@bai/credential'
import { type Kysely, sql } from 'kysely'
import type { StatusListStore } from '../status-ports.ts'
import { DECOY_SEED_BYTES, DECOY_SHARE, decoyReserve, maxDecoys } from './decoy-reserve.ts'
import { randomIndex } from './random-index.ts'
import type { Schema } from './schema.ts'

/** A new list has between a sixteenth and an eighth of its decoys set: 4,096 to 8,192 of 2^20 entries. */
const [LEAST_AT_OPENING, MOST_AT_OPENING] = [1 / 16, 1 / 8]

/** A verifier whose clock is behind may still ask about what has just expired. */
const KEPT_BEYOND_EXPIRY_MILLISECONDS = 86_400_000

/** Status lists: the published tokens, what has been revoked since, and what is no credential's. */
export function createStatusListStore(db: Kysely<Schema>, randomBytes: RandomBytes): StatusListStore {
  return {
    states: async () => {
      const rows = await db
        .selectFrom('status_list')
        .select(['id', 'size', 'sequence', 'published_sequence', 'published_at', 'renew_at'])
        .where('retired_at', 'is', null)
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        size: row.size,
        sequence: row.sequence,
        publishedSequence: row.published_sequence ?? undefined,
        publishedAt: row.published_at ?? undefined,
        renewAt: row.renew_at ?? undefined,
      }))
    },
    newestGeneration: async () => {
      const row = await db
        .selectFrom('status_list')
        .select(['generation', 'created_at'])
        .where('decoy_seed', 'is not', null)
        .orderBy('generation', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && { generation: row.generation, openedAt: row.created_at }
    },
    open: async ({ count, size, now }) => {
      const [least, most] = [LEAST_AT_OPENING, MOST_AT_OPENING].map((share) => Math.floor(maxDecoys(size) * share))
      await db.transaction().execute(async (trx) => {
        const { newest } = await trx
          .selectFrom('status_list')
          .select(({ fn }) => fn.max('generation').as('newest'))
          .executeTakeFirstOrThrow()
        const lists = Array.from({ length: count }, () => ({
          size,
          created_at: now,
          generation: (newest ?? 0) + 1,
          decoy_seed: Buffer.from(randomBytes(DECOY_SEED_BYTES)),
          decoys: least! + randomIndex(most! - least! + 1, randomBytes),
        }))
        await trx.insertInto('status_list').values(lists).execute()
      })
    },
    findToken: async (id) => {
      const row = await db
        .selectFrom('status_list')
        .select(['token', 'published_at', 'published_sequence'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (row?.token == null || row.published_at === null || row.published_sequence === null) return undefined
      return { token: row.token, publishedAt: row.published_at, sequence: row.published_sequence }
    },
    addDecoys: async (id, count) => {
      await db
        .updateTable('status_list')
        .set({ decoys: sql<number>`least(decoys + ${count}, size / ${sql.lit(DECOY_SHARE)})` })
        .where('id', '=', id)
        .where('decoy_seed', 'is not', null)
        .execute()
    },
    invalidIndices: async (id) => {
      const list = await db
        .selectFrom('status_list')
        .select(['size', 'decoy_seed', 'decoys'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const revoked = await db
        .selectFrom('issuance')
        .select('status_index')
        .where('status_list_id', '=', id)
        .where('revoked_at', 'is not', null)
        .execute()
      const decoys = decoyReserve(list.decoy_seed, list.size).order.slice(0, list.decoys)
      return [...revoked.map(({ status_index }) => status_index), ...decoys]
    },
    savePublished: async (id, { token, publishedAt, sequence, renewAt }) => {
      await db
        .updateTable('status_list')
        .set({ token, published_at: publishedAt, published_sequence: sequence, renew_at: renewAt })
        .where('id', '=', id)
        // Of two that publish at once, the one that saw more stays.
        .where((row) => row.or([row('published_sequence', 'is', null), row('published_sequence', '<=', sequence)]))
        .execute()
    },
    retire: async (now) => {
      const expired = new Date(now.getTime() - KEPT_BEYOND_EXPIRY_MILLISECONDS)
      const newest = db.selectFrom('status_list').select(({ fn }) => fn.max('generation').as('newest'))
      const retired = await db
        .updateTable('status_list')
        .set({ retired_at: now })
        .where('retired_at', 'is', null)
        .where('generation', '<', newest)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('issuance')
                .select('id')
                .whereRef('status_list_id', '=', 'status_list.id')
                .where('valid_until', '>', expired),
            ),
          ),
        )
        .returning('id')
        .execute()
      return retired.length
    },
    takeLease: async (holder, now, until) => {
      const taken = await db
        .updateTable('status_publication')
        .set({ holder, held_until: until })
        .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<=', now)]))
        .returning('holder')
        .executeTakeFirst()
      return taken !== undefined
    },
    extendLease: async (holder, until) => {
      const lease = db.updateTable('status_publication').set({ held_until: until })
      await lease.where('holder', '=', holder).execute()
    },
    giveBackLease: async (holder) => {
      const lease = db.updateTable('status_publication').set({ holder: null, held_until: null })
      await lease.where('holder', '=', holder).execute()
    },
  }
}
