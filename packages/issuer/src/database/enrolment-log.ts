import type { Kysely } from 'kysely'
import type { EnrolmentLog } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Evidence of enrolments: scores and outcomes, no pictures, no numbers. */
export function createEnrolmentLog(db: Kysely<Schema>): EnrolmentLog {
  return {
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
