import { sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** Any number, the same everywhere. */
const REGISTER_LOCK = 7_003

/** Waits for those who issue, and keeps them waiting: what is revoked for a change of the register must be on record. */
export async function lockRegisterForChange(trx: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${REGISTER_LOCK})`.execute(trx)
}

/**
 * Waits for a change that is under way. Whoever reads the register after a transaction with this has recorded a credential
 * reads what the credential may say: a change before it shows, and a change after it revokes the credential.
 */
export async function keepRegisterAsItIs(trx: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${REGISTER_LOCK})`.execute(trx)
}
