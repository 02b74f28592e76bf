import type { Kysely, Transaction } from 'kysely'
import type { GrantStore, WalletGrant } from '../authorization-ports.ts'
import type { Row, Schema } from './schema.ts'

/** What wallets were granted, and their tokens by hash. */
export function createGrantStore(db: Kysely<Schema>): GrantStore {
  return {
    add: (grant, now) => insertGrant(db, grant, now),
    addAccessToken: async ({ tokenHash, grantId, configurationIds, byIdentifier, expiresAt }) => {
      await db
        .insertInto('access_token')
        .values({
          token_hash: tokenHash,
          grant_id: grantId,
          configuration_ids: JSON.stringify(configurationIds),
          by_identifier: byIdentifier,
          expires_at: expiresAt,
        })
        .execute()
    },
    findAccess: async (tokenHash, now) => {
      const row = await db
        .selectFrom('access_token')
        .innerJoin('wallet_grant', 'wallet_grant.id', 'access_token.grant_id')
        .selectAll('wallet_grant')
        .select(['access_token.configuration_ids as token_configuration_ids', 'access_token.by_identifier'])
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { token_configuration_ids: configurationIds, by_identifier: byIdentifier } = row
      return { tokenHash, grant: grantOf(row), configurationIds, byIdentifier }
    },
    addRefreshToken: async ({ tokenHash, grantId, expiresAt }) => {
      await db
        .insertInto('refresh_token')
        .values({ token_hash: tokenHash, grant_id: grantId, expires_at: expiresAt })
        .execute()
    },
    findByRefreshToken: async (tokenHash, now) => {
      const row = await db
        .selectFrom('refresh_token')
        .innerJoin('wallet_grant', 'wallet_grant.id', 'refresh_token.grant_id')
        .selectAll('wallet_grant')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return row && grantOf(row)
    },
    revoke: async (grantId, now) => {
      await db
        .updateTable('wallet_grant')
        .set({ revoked_at: now })
        .where('id', '=', grantId)
        .where('revoked_at', 'is', null)
        .execute()
    },
  }
}

export async function insertGrant(
  db: Kysely<Schema> | Transaction<Schema>,
  grant: Omit<WalletGrant, 'id'>,
  now: Date,
): Promise<WalletGrant> {
  const { id } = await db
    .insertInto('wallet_grant')
    .values({
      subject_hash: grant.subjectHash,
      configuration_ids: JSON.stringify(grant.configurationIds),
      client_id: grant.clientId ?? null,
      key_thumbprint: grant.keyThumbprint ?? null,
      enrolment_id: grant.enrolmentId ?? null,
      created_at: now,
      revoked_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, ...grant }
}

export function grantOf(row: Row<'wallet_grant'>): WalletGrant {
  return {
    id: row.id,
    subjectHash: row.subject_hash,
    configurationIds: row.configuration_ids,
    clientId: row.client_id ?? undefined,
    keyThumbprint: row.key_thumbprint ?? undefined,
    enrolmentId: row.enrolment_id ?? undefined,
  }
}
