import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** `deadlock_detected` and `serialization_failure`: PostgreSQL undid one of two that were in each other's way. */
const IN_EACH_OTHERS_WAY: ReadonlySet<unknown> = new Set(['40P01', '40001'])
const MAX_TRIES = 5

/**
 * Runs a transaction, and runs it again when PostgreSQL undid it for another's sake. What `work` does outside the database
 * must bear being done twice.
 */
export async function retriedTransaction<T>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (tries === MAX_TRIES || !IN_EACH_OTHERS_WAY.has(code)) throw error
    }
  }
}
