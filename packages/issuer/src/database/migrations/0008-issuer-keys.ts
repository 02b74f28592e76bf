import { type Kysely, type Migration, sql } from 'kysely'

/** What a key of the issuer is for, over time. A key without a row here is the one of the first start: it signs from then on. */
const statements = [
  `create table issuer_key (
    kid text primary key,
    announced_at timestamptz not null,
    active_from timestamptz,
    retired_at timestamptz,
    certificates jsonb
  )`,
]

export const issuerKeys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
