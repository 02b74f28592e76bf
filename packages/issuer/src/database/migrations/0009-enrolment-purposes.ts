import { type Kysely, type Migration, sql } from 'kysely'

/** What an enrolment is for; and what it wants, which its session forgets before a review is decided. */
const statements = [
  `alter table enrolment_session add column purpose text not null default 'issue'`,
  `alter table enrolment
    add column purpose text not null default 'issue',
    add column configuration_ids jsonb not null default '[]'`,
]

export const enrolmentPurposes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
