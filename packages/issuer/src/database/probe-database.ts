import { type Kysely, sql } from 'kysely'
import type { ReadinessPart } from '../operation-ports.ts'
import { newestMigration } from './migrate.ts'
import type { Schema } from './schema.ts'

/**
 * Looks whether a database answers and has this version's schema.
 *
 * @returns the parts that are missing
 * @throws whatever the database throws when it does not answer
 */
export async function probeDatabase(db: Kysely<Schema>): Promise<readonly ReadinessPart[]> {
  // Kysely's own table, whose columns are the same on both databases.
  const { rows } = await sql`select 1 from kysely_migration where name = ${newestMigration}`.execute(db)
  return rows.length === 0 ? ['migrations'] : []
}
