import type { Kysely } from 'kysely'
import { type DecoyReserve, decoyReserve } from './decoy-reserve.ts'
import type { OpenLists } from './insert-at-free-index.ts'
import type { Schema } from './schema.ts'

/**
 * Reads which lists take entries: the newest generation of which something is published. Deriving what a list keeps back
 * for decoys takes tens of milliseconds, so it is remembered.
 */
export function createOpenListReader(): (db: Kysely<Schema>) => Promise<OpenLists | undefined> {
  let remembered = new Map<number, DecoyReserve>()
  return async (db) => {
    const published = db.selectFrom('status_list').where('token', 'is not', null).where('decoy_seed', 'is not', null)
    const rows = await published
      .select(['id', 'size', 'generation', 'decoy_seed'])
      .where(
        'generation',
        '=',
        published.select(({ fn }) => fn.max('generation').as('newest')),
      )
      .orderBy('id')
      .execute()
    const [first] = rows
    if (first === undefined) return undefined
    const lists = rows.map(({ id, size, decoy_seed }) => ({
      id,
      reserve: remembered.get(id) ?? decoyReserve(decoy_seed, size),
    }))
    remembered = new Map(lists.map(({ id, reserve }) => [id, reserve]))
    return { generation: first.generation, size: first.size, lists }
  }
}
