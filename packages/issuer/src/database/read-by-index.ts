import { type Kysely, sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Reads a page by the index that has its order. An embedded database gathers no statistics of its tables: it takes them to be
 * small, and would fetch and sort all that is left of a million rows for every page.
 */
export function readByIndex<T>(db: Kysely<Schema>, read: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('enable_seqscan', 'off', true)`.execute(trx)
    return read(trx)
  })
}
