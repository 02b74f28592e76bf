import type { Kysely, Transaction } from 'kysely'
import type { EnrolmentEvidence, EnrolmentLog, EnrolmentOutcome } from '../enrolment-ports.ts'
import { appendAudit } from './audit-log.ts'
import { retriedTransaction } from './retried-transaction.ts'
import { revokeAsEnrolled } from './revoke-as-enrolled.ts'
import type { NewRow, Schema } from './schema.ts'

/** Evidence of enrolments: scores and outcomes, no numbers; and the sealed selfies of reviews, which others delete. */
export function createEnrolmentLog(db: Kysely<Schema>): EnrolmentLog {
  return {
    conclude: (id, { outcome, evidence, review }, now) =>
      retriedTransaction(db, async (trx) => {
        if (!(await endSession(trx, id, now))) return false
        const expiresAt = review?.expiresAt ?? null
        const row = { ...rowOf(evidence, now), id, outcome, review_expires_at: expiresAt }
        await trx.insertInto('enrolment').values(row).execute()
        if (review !== undefined) {
          const picture = { enrolment_id: id, sealed: review.sealedSelfie }
          await trx.insertInto('review_picture').values(picture).execute()
        }
        const revoked =
          outcome === 'approved' ? await revokeAsEnrolled(trx, { ...evidence, id, at: now }, now) : undefined
        const { purpose, subjectHash, code, reviewCode, consent, withLaserCode } = evidence
        const detail = {
          enrolment: id,
          purpose,
          outcome,
          ...(code !== undefined && { code }),
          ...(reviewCode !== undefined && { review: reviewCode }),
          consent: consent.version,
          laser_code: withLaserCode,
        }
        const entry = { actor: 'citizen', action: 'enrolment_concluded', ...(subjectHash && { subjectHash }), detail }
        await appendAudit(trx, entry, now)
        if (revoked !== undefined) await appendAudit(trx, revoked, now)
        return true
      }),
    noteAttempt: async (enrolmentId, evidence, now) => {
      const row = { ...rowOf(evidence, now), outcome: 'failed', attempt_of: enrolmentId }
      await db.insertInto('enrolment').values(row).execute()
    },
    hasApproved: async (subjectHash) => {
      const approved = db.selectFrom('enrolment').select('id').where('subject_hash', '=', subjectHash)
      return (await approved.where('outcome', '=', 'approved').limit(1).executeTakeFirst()) !== undefined
    },
    outcomeOf: async (enrolmentId) => {
      const row = await db
        .selectFrom('enrolment')
        .select('outcome')
        .where('id', '=', enrolmentId)
        .where('attempt_of', 'is', null)
        .executeTakeFirst()
      return row && (row.outcome as EnrolmentOutcome)
    },
  }
}

/** Of two that end the same enrolment at once, one does. */
async function endSession(trx: Transaction<Schema>, id: string, now: Date): Promise<boolean> {
  const open = trx.updateTable('enrolment_session').set({ decided_at: now }).where('id', '=', id)
  return (await open.where('decided_at', 'is', null).returning('id').executeTakeFirst()) !== undefined
}

function rowOf(evidence: EnrolmentEvidence, now: Date): Omit<NewRow<'enrolment'>, 'outcome'> {
  return {
    purpose: evidence.purpose,
    configuration_ids: JSON.stringify(evidence.configurationIds),
    subject_hash: evidence.subjectHash ?? null,
    code: evidence.code ?? null,
    review_code: evidence.reviewCode ?? null,
    percent: evidence.percent ?? null,
    operating_point: evidence.operatingPoint ?? null,
    profile: evidence.profile ?? null,
    model_hash: evidence.modelHash ?? null,
    liveness: evidence.liveness === undefined ? null : JSON.stringify(evidence.liveness),
    with_laser_code: evidence.withLaserCode,
    consent_version: evidence.consent.version,
    consent_locale: evidence.consent.locale,
    consented_at: evidence.consentedAt,
    created_at: now,
  }
}
