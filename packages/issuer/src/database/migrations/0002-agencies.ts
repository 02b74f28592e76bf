import { type Kysely, type Migration, sql } from 'kysely'

/** Keys of agencies, what they have used, and the answers that they may ask for again. No request is kept. */
const statements = [
  `create table agency_key (
    id text primary key,
    token_hash text not null,
    agency text not null,
    scopes jsonb not null,
    quota_per_day integer not null check (quota_per_day > 0),
    rate_per_minute integer not null check (rate_per_minute > 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  `create table request_count (
    name text primary key,
    window_start timestamptz not null,
    window_end timestamptz not null,
    count integer not null check (count >= 0)
  )`,
  'create index request_count_window_end on request_count (window_end)',
  // The answer is text, for it goes out again byte for byte, and jsonb keeps no order of members.
  `create table idempotency (
    agency_key_id text not null references agency_key,
    key_hash text not null,
    fingerprint text not null,
    owner uuid not null unique default gen_random_uuid(),
    begun_at timestamptz not null,
    answer text,
    primary key (agency_key_id, key_hash)
  )`,
  'create index idempotency_begun_at on idempotency (begun_at)',
]

export const agencies: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
