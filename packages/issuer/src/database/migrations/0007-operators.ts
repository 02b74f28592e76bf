import { type Kysely, type Migration, sql } from 'kysely'

/** People who work with the issuer, and their sessions in the console. Tokens are hashes. */
const statements = [
  `create table operator (
    id text primary key,
    token_hash text not null,
    name text not null,
    role text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  `create table operator_session (
    session_hash text primary key,
    operator_id text references operator on delete cascade,
    used_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index operator_session_operator_id on operator_session (operator_id)',
  'create index operator_session_expires_at on operator_session (expires_at)',
  'create index audit_action_at on audit (action, at)',
]

export const operators: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
