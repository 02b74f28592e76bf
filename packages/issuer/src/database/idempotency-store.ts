import { type Kysely, sql } from 'kysely'
import type { IdempotencyState, IdempotencyStore, KeptAnswer } from '../face-ports.ts'
import type { Row, Schema } from './schema.ts'

const LIFETIME_SECONDS = 86_400
/** A request that has not been answered after this long is one whose process died: longer than any that lives. */
const ABANDONED_SECONDS = 60

/** What was begun before is not remembered any more. */
export function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - LIFETIME_SECONDS * 1000)
}

/** Answers by agency and `Idempotency-Key`, for a day. Of a request there is only a keyed hash. */
export function createIdempotencyStore(db: Kysely<Schema>): IdempotencyStore {
  return {
    begin: (request, now) =>
      db.transaction().execute(async (trx) => {
        const values = {
          agency_key_id: request.agencyKeyId,
          key_hash: request.keyHash,
          fingerprint: request.fingerprint,
          begun_at: now,
        }
        // Waits for another that is inserting the same key at this moment, and then finds its row.
        const inserted = await trx
          .insertInto('idempotency')
          .values(values)
          .onConflict((on) => on.columns(['agency_key_id', 'key_hash']).doNothing())
          .returning('owner')
          .executeTakeFirst()
        if (inserted !== undefined) return { state: 'begun', owner: inserted.owner } as const
        const row = await trx
          .selectFrom('idempotency')
          .selectAll()
          .where('agency_key_id', '=', request.agencyKeyId)
          .where('key_hash', '=', request.keyHash)
          .forUpdate()
          .executeTakeFirst()
        // Released between the two statements: for the caller the same as if it were still running.
        if (row === undefined) return { state: 'running' } as const
        const known = stateOf(row, request.fingerprint, now)
        if (known !== undefined) return known
        const { owner } = await trx
          .updateTable('idempotency')
          .set({ ...values, answer: null, owner: sql<string>`gen_random_uuid()` })
          .where('owner', '=', row.owner)
          .returning('owner')
          .executeTakeFirstOrThrow()
        return { state: 'begun', owner } as const
      }),
    keep: async (owner, answer) => {
      const kept = JSON.stringify(answer)
      await db.updateTable('idempotency').set({ answer: kept }).where('owner', '=', owner).execute()
    },
    release: async (owner) => {
      await db.deleteFrom('idempotency').where('owner', '=', owner).execute()
    },
  }
}

/** @returns nothing when whoever comes now may begin anew */
function stateOf(row: Row<'idempotency'>, fingerprint: string, now: Date): IdempotencyState | undefined {
  if (row.begun_at <= forgottenBefore(now)) return undefined
  if (row.fingerprint !== fingerprint) return { state: 'other_request' }
  // Our own text, written by `keep`.
  if (row.answer !== null) return { state: 'answered', answer: JSON.parse(row.answer) as KeptAnswer }
  const abandoned = now.getTime() - row.begun_at.getTime() >= ABANDONED_SECONDS * 1000
  return abandoned ? undefined : { state: 'running' }
}
