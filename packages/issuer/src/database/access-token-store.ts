import type { Kysely } from 'kysely'
import type { AccessTokenStore } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Access tokens by their hash. */
export function createAccessTokenStore(db: Kysely<Schema>): AccessTokenStore {
  return {
    add: async (tokenHash, { offerId, subjectHash, configurationIds }, expiresAt) => {
      await db
        .insertInto('access_token')
        .values({
          token_hash: tokenHash,
          offer_id: offerId,
          subject_hash: subjectHash,
          configuration_ids: JSON.stringify(configurationIds),
          expires_at: expiresAt,
        })
        .execute()
    },
    find: async (tokenHash, now) => {
      const row = await db
        .selectFrom('access_token')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row && { offerId: row.offer_id, subjectHash: row.subject_hash, configurationIds: row.configuration_ids }
    },
  }
}
