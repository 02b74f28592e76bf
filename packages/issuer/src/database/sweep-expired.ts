import type { Kysely } from 'kysely'
import { expireReviews } from './expire-reviews.ts'
import { forgottenBefore } from './idempotency-store.ts'
import type { Schema } from './schema.ts'

/**
 * Deletes what can no longer be asked for: nonces, tokens, requests, counts, answers, enrolments that came to no end; and
 * refuses those whose review did. Offers, grants and evidence stay.
 */
export async function sweepExpired(db: Kysely<Schema>, now: Date): Promise<void> {
  await db.deleteFrom('nonce').where('expires_at', '<=', now).execute()
  await db.deleteFrom('access_token').where('expires_at', '<=', now).execute()
  await db.deleteFrom('refresh_token').where('expires_at', '<=', now).execute()
  await db.deleteFrom('used_identifier').where('expires_at', '<=', now).execute()
  await db.deleteFrom('deferred_issuance').where('expires_at', '<=', now).execute()
  await db
    .deleteFrom('authorization_request')
    .where('expires_at', '<=', now)
    .where((row) => row.or([row('code_expires_at', 'is', null), row('code_expires_at', '<=', now)]))
    .execute()
  await db.deleteFrom('request_count').where('window_end', '<=', now).execute()
  await db.deleteFrom('enrolment_session').where('expires_at', '<=', now).execute()
  await expireReviews(db, now)
  await db.deleteFrom('idempotency').where('begun_at', '<=', forgottenBefore(now)).execute()
}
