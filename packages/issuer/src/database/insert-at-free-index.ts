import type { RandomBytes } from '@bai/credential'
import type { Transaction } from 'kysely'
import type { DecoyReserve } from './decoy-reserve.ts'
import { randomIndex } from './random-index.ts'
import type { NewRow, Schema } from './schema.ts'

/** Lists that take entries: of one generation, one size, all published. */
export type OpenLists = {
  readonly generation: number
  readonly size: number
  readonly lists: readonly { readonly id: number; readonly reserve: DecoyReserve }[]
}

/**
 * A generation whose indices were taken this many times in a row counts as full. It happens at a fill of a third or so,
 * without counting a million rows for each credential.
 */
const MAX_COLLISIONS = 6

type NewIssuance = Omit<NewRow<'issuance'>, 'status_list_id' | 'status_index'>

/**
 * Draws list and index at random, for a counter, or filling list after list, would tell who was issued when
 * (draft-ietf-oauth-status-list, section 13.3). The unique key of the table decides: two writers cannot have the same. What
 * is kept back for decoys is drawn again.
 *
 * @returns nothing when the lists are full
 */
export async function insertAtFreeIndex(
  trx: Transaction<Schema>,
  row: NewIssuance,
  { size, lists }: OpenLists,
  randomBytes: RandomBytes,
) {
  for (let collisions = 0; collisions < MAX_COLLISIONS; ) {
    const drawn = randomIndex(lists.length * size, randomBytes)
    const list = lists[Math.floor(drawn / size)]!
    const index = drawn % size
    if (list.reserve.has(index)) continue
    const inserted = await trx
      .insertInto('issuance')
      .values({ ...row, status_list_id: list.id, status_index: index })
      .onConflict((conflict) => conflict.columns(['status_list_id', 'status_index']).doNothing())
      .returning(['id', 'status_list_id', 'status_index'])
      .executeTakeFirst()
    if (inserted !== undefined) {
      return { id: inserted.id, statusListId: inserted.status_list_id, statusIndex: inserted.status_index }
    }
    collisions += 1
  }
  return undefined
}
