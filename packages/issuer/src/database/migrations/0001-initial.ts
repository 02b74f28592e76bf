import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The first set of tables. Citizen numbers stand in `person` only; everywhere else a person is a keyed hash of theirs.
 * Secrets that a caller brings back (codes, tokens, nonces) are hashes too.
 */
const statements = [
  `create table house (
    house_code text primary key,
    document jsonb not null
  )`,
  `create table person (
    citizen_number text primary key,
    subject_hash text not null unique,
    house_code text references house,
    document jsonb not null,
    portrait bytea,
    updated_at timestamptz not null
  )`,
  'create index person_house_code on person (house_code)',

  `create table signing_key (
    kid text primary key,
    kms text not null,
    type text not null,
    public_key_hex text not null,
    metadata jsonb not null default '{}',
    encrypted_private_key bytea
  )`,
  `create table identifier (
    did text primary key,
    alias text unique,
    provider text not null,
    controller_key_id text,
    document jsonb not null
  )`,

  `create table enrolment (
    id uuid primary key default gen_random_uuid(),
    subject_hash text,
    outcome text not null,
    code text,
    percent double precision,
    operating_point text,
    model_hash text,
    created_at timestamptz not null
  )`,
  'create index enrolment_subject_hash on enrolment (subject_hash)',
  `create table attempt (
    key text primary key,
    failures integer not null,
    locked_until timestamptz
  )`,

  `create table offer (
    id uuid primary key default gen_random_uuid(),
    code_hash text not null unique,
    tx_code_hash text,
    tx_code_failures integer not null default 0,
    subject_hash text not null,
    configuration_ids jsonb not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    redeemed_at timestamptz,
    voided_at timestamptz
  )`,
  'create index offer_subject_hash on offer (subject_hash)',
  'create index offer_expires_at on offer (expires_at)',
  `create table access_token (
    token_hash text primary key,
    offer_id uuid not null references offer on delete cascade,
    subject_hash text not null,
    configuration_ids jsonb not null,
    expires_at timestamptz not null
  )`,
  'create index access_token_offer_id on access_token (offer_id)',
  'create index access_token_expires_at on access_token (expires_at)',
  `create table nonce (
    nonce_hash text primary key,
    expires_at timestamptz not null
  )`,
  'create index nonce_expires_at on nonce (expires_at)',

  `create table status_list (
    id integer primary key generated always as identity,
    size integer not null check (size > 0),
    created_at timestamptz not null,
    sequence integer not null default 0,
    token text,
    published_at timestamptz,
    published_sequence integer
  )`,
  `create table issuance (
    id uuid primary key default gen_random_uuid(),
    status_list_id integer not null references status_list,
    status_index integer not null check (status_index >= 0),
    offer_id uuid not null,
    configuration_id text not null,
    subject_hash text not null,
    key_thumbprint text not null,
    issued_at timestamptz not null,
    valid_until timestamptz not null,
    revoked_at timestamptz,
    revocation_reason text,
    unique (status_list_id, status_index)
  )`,
  'create index issuance_subject_hash on issuance (subject_hash)',
  'create index issuance_offer_id on issuance (offer_id)',

  `create table audit (
    sequence bigint primary key generated always as identity,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject_hash text,
    detail jsonb not null,
    previous_hash text not null,
    hash text not null unique
  )`,
  'create index audit_subject_hash on audit (subject_hash)',
  `create function refuse_change_of_audit() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit log is append-only.' using errcode = 'restrict_violation';
    end
  $$`,
  `create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change_of_audit()`,
]

export const initial: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
