import type { Kysely } from 'kysely'
import type { OperatorStore, StoredOperator } from '../operator-ports.ts'
import type { Row, Schema } from './schema.ts'

/** Operators and their sessions, by the hashes of their secrets. */
export function createOperatorStore(db: Kysely<Schema>): OperatorStore {
  return {
    add: async (operator, tokenHash) => {
      const { id, name, role, createdAt, expiresAt } = operator
      const times = { created_at: createdAt, expires_at: expiresAt, revoked_at: null }
      await db
        .insertInto('operator')
        .values({ id, token_hash: tokenHash, name, role, ...times })
        .execute()
    },
    find: async (id) => {
      const row = await db.selectFrom('operator').selectAll().where('id', '=', id).executeTakeFirst()
      return row && { operator: operatorOf(row), tokenHash: row.token_hash }
    },
    list: async () => (await db.selectFrom('operator').selectAll().orderBy('created_at').execute()).map(operatorOf),
    revoke: async (id, now) => {
      const revocation = db.updateTable('operator').set({ revoked_at: now }).where('id', '=', id)
      const { numUpdatedRows } = await revocation.where('revoked_at', 'is', null).executeTakeFirstOrThrow()
      await db.deleteFrom('operator_session').where('operator_id', '=', id).execute()
      return numUpdatedRows > 0n
    },
    addSession: async (sessionHash, operatorId, { now, expiresAt }) => {
      const row = { session_hash: sessionHash, operator_id: operatorId ?? null, used_at: now, expires_at: expiresAt }
      await db.insertInto('operator_session').values(row).execute()
    },
    useSession: async (sessionHash, now, idleSeconds) => {
      const row = await db
        .updateTable('operator_session')
        .set({ used_at: now })
        .where('session_hash', '=', sessionHash)
        .where('expires_at', '>', now)
        .where('used_at', '>', new Date(now.getTime() - idleSeconds * 1000))
        .returning('operator_id')
        .executeTakeFirst()
      return row && { operatorId: row.operator_id ?? undefined }
    },
    endSession: async (sessionHash) => {
      await db.deleteFrom('operator_session').where('session_hash', '=', sessionHash).execute()
    },
  }
}

function operatorOf(row: Row<'operator'>): StoredOperator {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at ?? undefined,
  }
}
