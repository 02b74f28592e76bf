import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/schema.ts'

/**
 * Portraits of people of the register, chosen by chance: for a cohort, by which scores of faces are normalised. Nothing
 * but the pictures is read.
 *
 * @param count how many at most
 */
export async function samplePortraits(db: Kysely<Schema>, count: number): Promise<readonly Uint8Array[]> {
  const rows = await db
    .selectFrom('person')
    .select('portrait')
    .where('portrait', 'is not', null)
    .orderBy(sql`random()`)
    .limit(count)
    .execute()
  return rows.flatMap(({ portrait }) => (portrait === null ? [] : [portrait]))
}
