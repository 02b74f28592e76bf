import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/schema.ts'
import type { PortraitSource } from '../face-ports.ts'
import { nextPortrait } from './next-portrait.ts'
import { PERSON_STATUSES, type PersonStatuses } from './person-status.ts'
import type { SubjectHash } from './subject-hash.ts'

export type PortraitSourceDependencies = {
  readonly db: Kysely<Schema>
  readonly subjectHash: SubjectHash
  readonly statuses?: PersonStatuses
}

/** The portraits of the register. Whoever may not receive credentials is not verified either. */
export function createPortraitSource({
  db,
  subjectHash,
  statuses = PERSON_STATUSES,
}: PortraitSourceDependencies): PortraitSource {
  return {
    findPortrait: async (citizenNumber) => {
      const row = await db
        .selectFrom('person')
        .select(['portrait', sql<string | null>`document -> 'status' ->> 'code'`.as('status')])
        .where('subject_hash', '=', subjectHash(citizenNumber))
        .executeTakeFirst()
      if (row === undefined) return { state: 'citizen_unknown' }
      if (statuses[row.status ?? '']?.present !== true) return { state: 'citizen_not_eligible' }
      return row.portrait === null ? { state: 'portrait_missing' } : { state: 'found', portrait: row.portrait }
    },
    decoyPortrait: (citizenNumber) => nextPortrait(db, subjectHash(citizenNumber)),
  }
}
