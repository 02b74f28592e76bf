import type { Kysely } from 'kysely'
import type { AttemptRule, AttemptStore } from '../ports.ts'
import type { Schema } from './schema.ts'

const MAX_LOCK_SECONDS = 86_400

/** Counted tries, one row a key, each change under a lock on its row. */
export function createAttemptStore(db: Kysely<Schema>): AttemptStore {
  return {
    take: (key, now, rule) =>
      db.transaction().execute(async (trx) => {
        await trx
          .insertInto('attempt')
          .values({ key, failures: 0, locked_until: null })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute()
        const row = await trx
          .selectFrom('attempt')
          .selectAll()
          .where('key', '=', key)
          .forUpdate()
          .executeTakeFirstOrThrow()
        const waitSeconds =
          row.locked_until === null ? 0 : Math.ceil((row.locked_until.getTime() - now.getTime()) / 1000)
        if (waitSeconds > 0) return waitSeconds
        const failures = row.failures + 1
        await trx
          .updateTable('attempt')
          .set({ failures, locked_until: lockedUntil(failures, now, rule) })
          .where('key', '=', key)
          .execute()
        return 0
      }),
    giveBack: async (key) => {
      await db
        .updateTable('attempt')
        .set((row) => ({ failures: row('failures', '-', 1), locked_until: null }))
        .where('key', '=', key)
        .where('failures', '>', 0)
        .execute()
    },
    clear: async (key) => {
      await db.deleteFrom('attempt').where('key', '=', key).execute()
    },
  }
}

function lockedUntil(failures: number, now: Date, { freeTries, firstLockSeconds }: AttemptRule): Date | null {
  const beyond = failures - freeTries
  if (beyond < 0) return null
  return new Date(now.getTime() + Math.min(MAX_LOCK_SECONDS, firstLockSeconds * 2 ** Math.min(beyond, 20)) * 1000)
}
