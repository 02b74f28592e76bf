import { type Kysely, sql } from 'kysely'
import type { Statistics, StatisticsRow } from '../operator-ports.ts'
import type { Schema } from './schema.ts'

/** Days are those of Thailand. */
const DAY = (column: string) => sql.raw(`to_char(${column} at time zone 'Asia/Bangkok', 'YYYY-MM-DD')`)
/** Of the house that the person is registered in now; of nobody who is not in the tables. */
const PROVINCE = sql.raw(`house.document->'address'->'province'->>'en'`)

/** Counts by day and province, made by the database: no row about a person leaves it. */
export function createStatistics(db: Kysely<Schema>): Statistics {
  return {
    count: async (from, to) => {
      const { rows } = await sql<StatisticsRow>`
        with counted as (
          select ${DAY('enrolment.created_at')} as day,
            case outcome when 'approved' then 'enrolled' when 'review' then 'review' else 'refused' end as what,
            case outcome when 'refused' then code end as of, enrolment.subject_hash, 1 as copies
          from enrolment
          where outcome in ('review', 'refused') or (outcome = 'approved' and purpose <> 'revoke')
          union all
          select ${DAY('issued_at')}, 'issued', configuration_id, subject_hash, 1 from issuance
          union all
          select ${DAY('revoked_at')}, 'revoked', revocation_reason, subject_hash, 1
          from issuance where revoked_at is not null
          union all
          select ${DAY('at')}, 'face_verified', null, subject_hash, 1 from audit where action = 'face_verified'
        )
        select day, what, of, ${PROVINCE} as province, count(*)::int as count
        from counted
        left join person on person.subject_hash = counted.subject_hash
        left join house on house.house_code = person.house_code
        where day between ${from} and ${to}
        group by day, what, of, province
        order by day, what, of nulls first, province nulls first`.execute(db)
      return rows.map((row) => ({ ...row, of: row.of ?? undefined, province: row.province ?? undefined }))
    },
  }
}
