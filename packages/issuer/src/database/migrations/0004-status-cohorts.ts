import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Status lists in generations, with decoys, published by one process at a time; and revocation that the database itself
 * holds to be final. Lists of before are generation 0, which takes no entries and has no decoys.
 */
const statements = [
  `alter table status_list
    add column generation integer not null default 0,
    add column decoy_seed bytea,
    add column decoys integer not null default 0 check (decoys >= 0),
    add column renew_at timestamptz,
    add column retired_at timestamptz`,
  'create index status_list_generation on status_list (generation)',
  'create index issuance_revoked on issuance (status_list_id) where revoked_at is not null',

  // One row: who publishes at this moment, and how long the others believe it.
  `create table status_publication (
    only_row boolean primary key default true check (only_row),
    holder text,
    held_until timestamptz
  )`,
  'insert into status_publication default values',

  `create function refuse_change_of_revocation() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (
        select from status_list where id = old.status_list_id and retired_at is not null
      ) then
        return old;
      end if;
      raise exception 'A revocation is final.' using errcode = 'restrict_violation';
    end
  $$`,
  `create trigger revocation_is_final before update on issuance for each row
    when (old.revoked_at is not null and (
      old.revoked_at, old.revocation_reason, old.status_list_id, old.status_index, old.valid_until
    ) is distinct from (
      new.revoked_at, new.revocation_reason, new.status_list_id, new.status_index, new.valid_until
    ))
    execute function refuse_change_of_revocation()`,
  `create trigger revocation_stays before delete on issuance for each row
    when (old.revoked_at is not null) execute function refuse_change_of_revocation()`,
]

export const statusCohorts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
