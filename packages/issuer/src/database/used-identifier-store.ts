import type { Kysely } from 'kysely'
import type { UsedIdentifierStore } from '../authorization-ports.ts'
import type { Schema } from './schema.ts'

/** Identifiers that may be used once (`jti`): of two that insert the same, the database lets one. */
export function createUsedIdentifierStore(db: Kysely<Schema>): UsedIdentifierStore {
  return {
    use: async (identifierHash, expiresAt) => {
      const row = await db
        .insertInto('used_identifier')
        .values({ identifier_hash: identifierHash, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('identifier_hash').doNothing())
        .returning('identifier_hash')
        .executeTakeFirst()
      return row !== undefined
    },
  }
}
