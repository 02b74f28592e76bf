import { type Kysely, sql } from 'kysely'
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
  await forgetSubjects(db, now)
  await db
    .updateTable('dossier')
    .set({ sealed_claims: null })
    .where('sealed_claims', 'is not', null)
    .where('claims_until', '<=', now)
    .execute()
  await db.deleteFrom('dossier').where('valid_until', '<=', now).execute()
  await db.deleteFrom('operator_session').where('expires_at', '<=', now).execute()
  await expireReviews(db, now)
  await db.deleteFrom('idempotency').where('begun_at', '<=', forgottenBefore(now)).execute()
}

/** Longer than an enrolment lasts. */
const SUBJECT_MILLISECONDS = 3_600_000

/** Numbers, sealed as they are, of people whose enrolment came to nothing: kept for an hour, and no longer. */
async function forgetSubjects(db: Kysely<Schema>, now: Date): Promise<void> {
  await sql`
    delete from subject
    where created_at <= ${new Date(now.getTime() - SUBJECT_MILLISECONDS)}
      and not exists (select from enrolment where enrolment.subject_hash = subject.subject_hash
        and outcome in ('approved', 'review'))
      and not exists (select from offer where offer.subject_hash = subject.subject_hash)
      and not exists (select from wallet_grant where wallet_grant.subject_hash = subject.subject_hash)`.execute(db)
}
