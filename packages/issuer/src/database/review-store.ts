import type { Kysely } from 'kysely'
import type { EnrolmentConsent, EnrolmentRecord, ReviewStore } from '../enrolment-ports.ts'
import { appendAudit } from './audit-log.ts'
import { retriedTransaction } from './retried-transaction.ts'
import { revokeAsEnrolled } from './revoke-as-enrolled.ts'
import type { Row, Schema } from './schema.ts'

/** Reviews, decided by one registrar at a time; the picture goes with the decision. */
export function createReviewStore(db: Kysely<Schema>): ReviewStore {
  return {
    list: async (outcome, limit) => {
      const rows = db.selectFrom('enrolment').selectAll().where('outcome', '=', outcome)
      return (await rows.orderBy('created_at').orderBy('id').limit(limit).execute()).map(recordOf)
    },
    find: async (id) => {
      const row = await db.selectFrom('enrolment').selectAll().where('id', '=', id).executeTakeFirst()
      return row && recordOf(row)
    },
    findPicture: async (id, now) => {
      const row = await db
        .selectFrom('review_picture')
        .innerJoin('enrolment', 'enrolment.id', 'review_picture.enrolment_id')
        .select('sealed')
        .where('enrolment.id', '=', id)
        .where('outcome', '=', 'review')
        .where('review_expires_at', '>', now)
        .executeTakeFirst()
      return row?.sealed
    },
    decide: ({ id, outcome, actor, reason }, now) =>
      retriedTransaction(db, async (trx) => {
        const decided = await trx
          .updateTable('enrolment')
          .set({
            outcome,
            code: outcome === 'refused' ? 'review_refused' : null,
            decided_at: now,
            decided_by: actor,
            decision_reason: reason,
          })
          .where('id', '=', id)
          .where('outcome', '=', 'review')
          .where('review_expires_at', '>', now)
          .returningAll()
          .executeTakeFirst()
        if (decided === undefined) return false
        await trx.deleteFrom('review_picture').where('enrolment_id', '=', id).execute()
        const { purpose, subjectHash, createdAt: at, configurationIds } = recordOf(decided)
        const enrolled = { id, at, purpose, subjectHash, configurationIds }
        const revoked = outcome === 'approved' ? await revokeAsEnrolled(trx, enrolled, now) : undefined
        const detail = { enrolment: id, purpose, outcome, reason }
        await appendAudit(trx, { actor, action: 'review_decided', ...(subjectHash && { subjectHash }), detail }, now)
        if (revoked !== undefined) await appendAudit(trx, revoked, now)
        return true
      }),
  }
}

function recordOf(row: Row<'enrolment'>): EnrolmentRecord {
  return {
    id: row.id,
    purpose: row.purpose,
    configurationIds: row.configuration_ids,
    subjectHash: row.subject_hash ?? undefined,
    outcome: row.outcome as EnrolmentRecord['outcome'],
    code: row.code ?? undefined,
    reviewCode: row.review_code ?? undefined,
    percent: row.percent ?? undefined,
    operatingPoint: row.operating_point ?? undefined,
    profile: row.profile ?? undefined,
    modelHash: row.model_hash ?? undefined,
    liveness: row.liveness ?? undefined,
    // Rows of before consents were recorded needed a laser code.
    withLaserCode: row.with_laser_code ?? true,
    consent: {
      version: row.consent_version ?? 'none',
      locale: (row.consent_locale ?? 'th') as EnrolmentConsent['locale'],
    },
    consentedAt: row.consented_at ?? row.created_at,
    createdAt: row.created_at,
    reviewExpiresAt: row.review_expires_at ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    decidedBy: row.decided_by ?? undefined,
    decisionReason: row.decision_reason ?? undefined,
  }
}
