import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Authorization: what a wallet was granted, by which tokens it shows it, and what is still owed to it. Codes, tokens and
 * identifiers that a wallet brings back are hashes. Access tokens live for minutes, so the old ones are not carried over.
 */
const statements = [
  `create table wallet_grant (
    id uuid primary key default gen_random_uuid(),
    subject_hash text not null,
    configuration_ids jsonb not null,
    client_id text,
    key_thumbprint text,
    enrolment_id uuid,
    created_at timestamptz not null,
    revoked_at timestamptz
  )`,
  'create index wallet_grant_subject_hash on wallet_grant (subject_hash)',
  'drop table access_token',
  `create table access_token (
    token_hash text primary key,
    grant_id uuid not null references wallet_grant on delete cascade,
    configuration_ids jsonb not null,
    by_identifier boolean not null,
    expires_at timestamptz not null
  )`,
  'create index access_token_grant_id on access_token (grant_id)',
  'create index access_token_expires_at on access_token (expires_at)',
  `create table refresh_token (
    token_hash text primary key,
    grant_id uuid not null references wallet_grant on delete cascade,
    expires_at timestamptz not null
  )`,
  'create index refresh_token_grant_id on refresh_token (grant_id)',
  'create index refresh_token_expires_at on refresh_token (expires_at)',
  `create table authorization_request (
    request_hash text primary key,
    client_id text not null,
    redirect_uri text not null,
    state text,
    code_challenge text not null,
    configuration_ids jsonb not null,
    by_identifier boolean not null,
    key_thumbprint text,
    expires_at timestamptz not null,
    session_hash text,
    subject_hash text,
    enrolment_id uuid,
    code_hash text unique,
    code_expires_at timestamptz,
    grant_id uuid references wallet_grant on delete set null
  )`,
  'create index authorization_request_expires_at on authorization_request (expires_at)',
  `create table deferred_issuance (
    transaction_hash text primary key,
    grant_id uuid not null references wallet_grant on delete cascade,
    configuration_id text not null,
    keys jsonb not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    issued_at timestamptz
  )`,
  'create index deferred_issuance_grant_id on deferred_issuance (grant_id)',
  'create index deferred_issuance_expires_at on deferred_issuance (expires_at)',
  `create table notification (
    notification_hash text primary key,
    grant_id uuid not null references wallet_grant on delete cascade,
    configuration_id text not null,
    issued_at timestamptz not null,
    event text,
    event_at timestamptz
  )`,
  'create index notification_grant_id on notification (grant_id)',
  `create table used_identifier (
    identifier_hash text primary key,
    expires_at timestamptz not null
  )`,
  'create index used_identifier_expires_at on used_identifier (expires_at)',
  'alter index issuance_offer_id rename to issuance_grant_id',
  'alter table issuance rename column offer_id to grant_id',
  'alter table issuance add column access_token_hash text',
]

export const authorization: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
