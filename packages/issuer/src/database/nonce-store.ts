import type { Kysely } from 'kysely'
import type { NonceStore } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Nonces by their hash, deleted as they are used: PostgreSQL lets one of two deletions find the row. */
export function createNonceStore(db: Kysely<Schema>): NonceStore {
  return {
    add: async (nonceHash, expiresAt) => {
      await db.insertInto('nonce').values({ nonce_hash: nonceHash, expires_at: expiresAt }).execute()
    },
    consume: async (nonceHash, now) => {
      const row = await db
        .deleteFrom('nonce')
        .where('nonce_hash', '=', nonceHash)
        .returning('expires_at')
        .executeTakeFirst()
      return row !== undefined && row.expires_at > now
    },
  }
}
