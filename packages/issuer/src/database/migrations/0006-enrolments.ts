import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Enrolments in two steps, and reviews. What runs is apart from what is evidence: sessions are deleted when their time is
 * over, whatever became of them. The only pictures are sealed selfies of reviews that are open.
 */
const statements = [
  `alter table enrolment
    add column attempt_of uuid,
    add column review_code text,
    add column profile text,
    add column liveness jsonb,
    add column with_laser_code boolean,
    add column consent_version text,
    add column consent_locale text,
    add column consented_at timestamptz,
    add column review_expires_at timestamptz,
    add column decided_at timestamptz,
    add column decided_by text,
    add column decision_reason text`,
  'create index enrolment_outcome on enrolment (outcome, created_at)',
  `create table review_picture (
    enrolment_id uuid primary key references enrolment,
    sealed bytea not null
  )`,
  'alter table offer add column enrolment_id uuid references enrolment',

  `create table enrolment_session (
    id uuid primary key default gen_random_uuid(),
    secret_hash text not null,
    subject_hash text not null,
    factors_hash text not null,
    with_laser_code boolean not null,
    configuration_ids jsonb not null,
    consent_version text not null,
    consent_locale text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    challenges integer not null,
    decided_at timestamptz
  )`,
  'create index enrolment_session_expires_at on enrolment_session (expires_at)',
  `create table enrolment_challenge (
    enrolment_id uuid not null references enrolment_session on delete cascade,
    nonce text not null,
    challenge jsonb not null,
    used_at timestamptz,
    primary key (enrolment_id, nonce)
  )`,
]

export const enrolments: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
