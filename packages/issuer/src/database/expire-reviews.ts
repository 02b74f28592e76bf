import type { Kysely } from 'kysely'
import { appendAudit } from './audit-log.ts'
import type { Schema } from './schema.ts'

/** Refuses the enrolments whose review came to no decision in time, and deletes their pictures in the same transaction. */
export async function expireReviews(db: Kysely<Schema>, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const expired = await trx
      .updateTable('enrolment')
      .set({ outcome: 'refused', code: 'review_expired', decided_at: now, decided_by: 'sweep' })
      .where('outcome', '=', 'review')
      .where('review_expires_at', '<=', now)
      .returning(['id', 'subject_hash'])
      .execute()
    if (expired.length === 0) return
    const ids = expired.map(({ id }) => id)
    await trx.deleteFrom('review_picture').where('enrolment_id', 'in', ids).execute()
    for (const { id, subject_hash } of expired) {
      const subject = subject_hash === null ? {} : { subjectHash: subject_hash }
      const detail = { enrolment: id }
      await appendAudit(trx, { actor: 'sweep', action: 'review_expired', ...subject, detail }, now)
    }
  })
}
