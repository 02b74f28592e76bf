import type { Kysely } from 'kysely'
import type { DeferredIssuanceStore } from '../authorization-ports.ts'
import type { Schema } from './schema.ts'

/** Credentials that are still owed, by the hash of their transaction. Kept are public keys, never claims. */
export function createDeferredIssuanceStore(db: Kysely<Schema>): DeferredIssuanceStore {
  return {
    add: async (transactionHash, { grantId, configurationId, keys }, { now, expiresAt }) => {
      await db
        .insertInto('deferred_issuance')
        .values({
          transaction_hash: transactionHash,
          grant_id: grantId,
          configuration_id: configurationId,
          keys: JSON.stringify(keys),
          created_at: now,
          expires_at: expiresAt,
          issued_at: null,
        })
        .execute()
    },
    find: async (transactionHash, now) => {
      const row = await db
        .selectFrom('deferred_issuance')
        .selectAll()
        .where('transaction_hash', '=', transactionHash)
        .where('issued_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row && { grantId: row.grant_id, configurationId: row.configuration_id, keys: row.keys }
    },
    take: async (transactionHash, now) => {
      const { numUpdatedRows } = await db
        .updateTable('deferred_issuance')
        .set({ issued_at: now })
        .where('transaction_hash', '=', transactionHash)
        .where('issued_at', 'is', null)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    giveBack: async (transactionHash) => {
      await db
        .updateTable('deferred_issuance')
        .set({ issued_at: null })
        .where('transaction_hash', '=', transactionHash)
        .execute()
    },
  }
}
