import { type Kysely, type Migration, sql } from 'kysely'

/** What derived credentials are made of and rest on; both sealed, and neither of a person that the table names. */
const statements = [
  `create table dossier (
    subject_hash text primary key,
    derivation_id text not null,
    record_key text,
    sealed_claims bytea,
    claims_until timestamptz not null,
    sealed_sources bytea,
    valid_until timestamptz not null,
    created_at timestamptz not null,
    ended_at timestamptz
  )`,
  'create index dossier_claims_until on dossier (claims_until) where sealed_claims is not null',
  'create index dossier_record_key on dossier (record_key) where ended_at is null',
  'create index dossier_live on dossier (created_at, subject_hash) where ended_at is null',
]

export const dossiers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
