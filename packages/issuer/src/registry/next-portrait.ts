import type { Kysely } from 'kysely'
import type { Schema } from '../database/schema.ts'

/**
 * Somebody else's portrait, always the same one for the same person: who comes next by keyed hash is anybody.
 *
 * @returns nothing in a register without portraits
 */
export async function nextPortrait(db: Kysely<Schema>, subjectHash: string): Promise<Uint8Array | undefined> {
  const after = (hash: string) =>
    db
      .selectFrom('person')
      .select('portrait')
      .where('subject_hash', '>', hash)
      .where('portrait', 'is not', null)
      .orderBy('subject_hash')
      .limit(1)
      .executeTakeFirst()
  const row = (await after(subjectHash)) ?? (await after(''))
  return row?.portrait ?? undefined
}
