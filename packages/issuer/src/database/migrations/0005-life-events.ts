import { type Kysely, type Migration, sql } from 'kysely'

/** What has happened to people of the register, each once; and who is to be offered new credentials for it. */
const statements = [
  `create table life_event (
    id text primary key,
    type text not null,
    subject_hash text not null,
    occurred text not null,
    applied_at timestamptz not null
  )`,
  'create index life_event_subject_hash on life_event (subject_hash)',
  `create table renewal (
    id uuid primary key default gen_random_uuid(),
    subject_hash text not null,
    configuration_ids jsonb not null,
    reason text not null,
    created_at timestamptz not null,
    offered_at timestamptz
  )`,
  'create index renewal_subject_hash on renewal (subject_hash)',
  'create index renewal_pending on renewal (created_at, id) where offered_at is null',
  // For people who enrolled, and for them only: what a linkage service is asked with.
  `create table subject (
    subject_hash text primary key,
    sealed_number bytea not null,
    created_at timestamptz not null
  )`,
  'create index issuance_key_thumbprint on issuance (key_thumbprint)',
]

export const lifeEvents: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
