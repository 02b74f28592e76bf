import type { RandomBytes } from '@bai/credential'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { IssuanceStore } from '../ports.ts'
import { appendAudit } from './audit-log.ts'
import { retriedTransaction } from './retried-transaction.ts'
import type { NewRow, Schema } from './schema.ts'

/**
 * A list whose index was taken this many times in a row counts as full, and another is opened. It happens at a fill of a
 * third or so, without counting half a million rows for each credential.
 */
const MAX_COLLISIONS = 6

/** Any number, the same everywhere: whoever holds it may open a status list. */
const LIST_LOCK = 7_001

/**
 * Issuance records. A status index is drawn at random, for a counter would tell who was issued when (draft-ietf-oauth-
 * status-list, section 13.3), and is taken by the unique key of the table: two writers cannot have the same.
 */
export function createIssuanceStore(
  db: Kysely<Schema>,
  randomBytes: RandomBytes,
  statusListSize: number,
): IssuanceStore {
  return {
    record: (issuance) =>
      // Two batches may each hold an index that the other has drawn.
      retriedTransaction(db, async (trx) => {
        const { grantId, accessTokenHash, subjectHash, configurationId, keyThumbprints, maxCopies } = issuance
        const { issuedAt, validUntil } = issuance
        // The lock on the grant puts its requests in a row: the count below is true until this transaction ends.
        await trx.selectFrom('wallet_grant').select('id').where('id', '=', grantId).forUpdate().execute()
        const { count } = await trx
          .selectFrom('issuance')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('grant_id', '=', grantId)
          .where('access_token_hash', '=', accessTokenHash)
          .where('configuration_id', '=', configurationId)
          .executeTakeFirstOrThrow()
        if (count + keyThumbprints.length > maxCopies) return undefined
        const records = []
        for (const keyThumbprint of keyThumbprints) {
          const row = {
            grant_id: grantId,
            access_token_hash: accessTokenHash,
            configuration_id: configurationId,
            subject_hash: subjectHash,
            key_thumbprint: keyThumbprint,
            issued_at: issuedAt,
            valid_until: validUntil,
          }
          records.push(await insertAtFreeIndex(trx, row, { statusListSize, randomBytes, now: issuedAt }))
        }
        const detail = { grant: grantId, type: configurationId, count: keyThumbprints.length }
        await appendAudit(trx, { actor: 'wallet', action: 'credentials_issued', subjectHash, detail }, issuedAt)
        return records
      }),
    revoke: ({ subjectHash, configurationIds, reason, now }) =>
      retriedTransaction(db, async (trx) => {
        const revoked = await trx
          .updateTable('issuance')
          .set({ revoked_at: now, revocation_reason: reason })
          .where('subject_hash', '=', subjectHash)
          .where('configuration_id', 'in', configurationIds)
          .where('revoked_at', 'is', null)
          .returning('status_list_id')
          .execute()
        const listIds = [...new Set(revoked.map(({ status_list_id }) => status_list_id))]
        if (listIds.length > 0) {
          const lists = trx.updateTable('status_list').set((list) => ({ sequence: list('sequence', '+', 1) }))
          await lists.where('id', 'in', listIds).execute()
        }
        return revoked.length
      }),
  }
}

/** The list that takes entries now. @param full a list that takes no more */
async function openList(trx: Transaction<Schema>, size: number, now: Date, full?: number): Promise<number> {
  const newest = await newestList(trx)
  if (newest !== undefined && newest !== full) return newest
  await sql`select pg_advisory_xact_lock(${LIST_LOCK})`.execute(trx)
  const opened = await newestList(trx)
  if (opened !== undefined && opened !== full) return opened
  const { id } = await trx
    .insertInto('status_list')
    .values({ size, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function newestList(trx: Transaction<Schema>): Promise<number | undefined> {
  const row = await trx.selectFrom('status_list').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.id
}

type NewIssuance = Omit<NewRow<'issuance'>, 'status_list_id' | 'status_index'>
type Draw = { readonly statusListSize: number; readonly randomBytes: RandomBytes; readonly now: Date }

async function insertAtFreeIndex(
  trx: Transaction<Schema>,
  row: NewIssuance,
  { statusListSize, randomBytes, now }: Draw,
) {
  let listId = await openList(trx, statusListSize, now)
  for (let collisions = 0; ; ) {
    const inserted = await trx
      .insertInto('issuance')
      .values({ ...row, status_list_id: listId, status_index: randomIndex(statusListSize, randomBytes) })
      .onConflict((conflict) => conflict.columns(['status_list_id', 'status_index']).doNothing())
      .returning(['id', 'status_list_id', 'status_index'])
      .executeTakeFirst()
    if (inserted !== undefined) {
      return { id: inserted.id, statusListId: inserted.status_list_id, statusIndex: inserted.status_index }
    }
    collisions += 1
    if (collisions % MAX_COLLISIONS === 0) listId = await openList(trx, statusListSize, now, listId)
  }
}

/** Uniform below `size`: draws above the last whole multiple are thrown away. */
function randomIndex(size: number, randomBytes: RandomBytes): number {
  const range = 2 ** 32
  const limit = range - (range % size)
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4)
    const drawn = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
    if (drawn < limit) return drawn % size
  }
}
