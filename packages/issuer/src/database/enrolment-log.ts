import type { Kysely } from 'kysely'
import type { EnrolmentEvidence, EnrolmentLog } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Evidence of enrolments: scores and outcomes, no pictures, no numbers. */
export function createEnrolmentLog(db: Kysely<Schema>): EnrolmentLog {
  return {
    outcomeOf: async (id) => {
      const row = await db.selectFrom('enrolment').select('outcome').where('id', '=', id).executeTakeFirst()
      return row?.outcome as EnrolmentEvidence['outcome'] | undefined
    },
    add: async ({ subjectHash, outcome, code, percent, operatingPoint, modelHash }, now) => {
      await db
        .insertInto('enrolment')
        .values({
          subject_hash: subjectHash ?? null,
          outcome,
          code: code ?? null,
          percent: percent ?? null,
          operating_point: operatingPoint ?? null,
          model_hash: modelHash ?? null,
          created_at: now,
        })
        .execute()
    },
  }
}
