import type { RandomBytes } from '@bai/credential'
import type { Kysely, Transaction } from 'kysely'
import { IssuerError } from '../errors.ts'
import type { IssuanceRecord, IssuanceStore } from '../ports.ts'
import { appendAudit } from './audit-log.ts'
import { insertAtFreeIndex, type OpenLists } from './insert-at-free-index.ts'
import { createOpenListReader } from './open-lists.ts'
import { keepRegisterAsItIs } from './register-lock.ts'
import { retriedTransaction } from './retried-transaction.ts'
import { revokeAsReplaced } from './revoke-as-enrolled.ts'
import { revokeByKey } from './revoke-by-key.ts'
import { revokeIssuances } from './revoke-issuances.ts'
import type { Schema } from './schema.ts'

export type IssuanceStoreDependencies = {
  readonly db: Kysely<Schema>
  readonly randomBytes: RandomBytes
  /** Opens and publishes new status lists in the place of a generation that is full, or where there is none. */
  readonly openLists: (full: number | undefined) => Promise<void>
}

type Issuance = Parameters<IssuanceStore['record']>[0]

/** Undoes what a transaction has inserted so far. */
class ListsFull extends Error {}

/** Issuance records, each with a list and an index by chance. */
export function createIssuanceStore({ db, randomBytes, openLists }: IssuanceStoreDependencies): IssuanceStore {
  const readOpenLists = createOpenListReader()

  async function record(issuance: Issuance): Promise<readonly IssuanceRecord[] | undefined> {
    for (;;) {
      const lists = await readOpenLists(db)
      try {
        // Two batches may each hold an index that the other has drawn.
        if (lists !== undefined)
          return await retriedTransaction(db, (trx) => insertAll(trx, issuance, lists, randomBytes))
      } catch (error) {
        if (!(error instanceof ListsFull)) throw error
      }
      await openLists(lists?.generation)
    }
  }

  return {
    record,
    revoke: async ({ subjectHash, configurationIds, reason, now }) => {
      const revoked = await retriedTransaction(db, (trx) =>
        revokeIssuances(trx, {
          where: (row) =>
            row.and([row('subject_hash', '=', subjectHash), row('configuration_id', 'in', configurationIds)]),
          reason,
          now,
        }),
      )
      return revoked.length
    },
    revokeByKey: (revocation) => retriedTransaction(db, (trx) => revokeByKey(trx, revocation)),
  }
}

async function insertAll(
  trx: Transaction<Schema>,
  issuance: Issuance,
  lists: OpenLists,
  randomBytes: RandomBytes,
): Promise<readonly IssuanceRecord[] | undefined> {
  const { grantId, accessTokenHash, subjectHash, configurationId, keyThumbprints, maxCopies } = issuance
  const { issuedAt, validUntil } = issuance
  await keepRegisterAsItIs(trx)
  // The lock on the grant puts its requests in a row: the count below is true until this transaction ends.
  const grant = await trx
    .selectFrom('wallet_grant')
    .select('enrolment_id')
    .where('id', '=', grantId)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  // Another device may have taken its place since the token was looked at.
  if (grant === undefined) throw new IssuerError('access_token_invalid', 'The access token is not good any more.', {})
  const { count } = await trx
    .selectFrom('issuance')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('grant_id', '=', grantId)
    .where('access_token_hash', '=', accessTokenHash)
    .where('configuration_id', '=', configurationId)
    .executeTakeFirstOrThrow()
  if (count + keyThumbprints.length > maxCopies) return undefined
  const records: IssuanceRecord[] = []
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
    const inserted = await insertAtFreeIndex(trx, row, lists, randomBytes)
    if (inserted === undefined) throw new ListsFull()
    records.push(inserted)
  }
  const { enrolment_id: enrolmentId } = grant
  const replaced =
    enrolmentId === null
      ? undefined
      : await revokeAsReplaced(trx, { enrolmentId, subjectHash, configurationId }, issuedAt)
  const detail = { grant: grantId, type: configurationId, count: keyThumbprints.length }
  await appendAudit(trx, { actor: 'wallet', action: 'credentials_issued', subjectHash, detail }, issuedAt)
  if (replaced !== undefined) await appendAudit(trx, replaced, issuedAt)
  return records
}
