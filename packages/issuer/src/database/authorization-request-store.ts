import { type Kysely, sql } from 'kysely'
import type { AuthorizationRequest, AuthorizationRequestStore, RedeemableRequest } from '../authorization-ports.ts'
import { insertGrant } from './grant-store.ts'
import type { Row, Schema } from './schema.ts'

/** Pushed authorization requests, each open for one browser and good for one code. */
export function createAuthorizationRequestStore(db: Kysely<Schema>): AuthorizationRequestStore {
  const openFor = (requestHash: string, sessionHash: string, now: Date) =>
    db
      .updateTable('authorization_request')
      .where('request_hash', '=', requestHash)
      .where('session_hash', '=', sessionHash)
      .where('code_hash', 'is', null)
      .where('expires_at', '>', now)
  return {
    add: async (requestHash, request, expiresAt) => {
      await db
        .insertInto('authorization_request')
        .values({
          request_hash: requestHash,
          client_id: request.clientId,
          redirect_uri: request.redirectUri,
          state: request.state ?? null,
          code_challenge: request.codeChallenge,
          configuration_ids: JSON.stringify(request.configurationIds),
          by_identifier: request.byIdentifier,
          key_thumbprint: request.keyThumbprint ?? null,
          issuer_state_hash: request.issuerStateHash ?? null,
          expires_at: expiresAt,
          session_hash: null,
          subject_hash: null,
          enrolment_id: null,
          code_hash: null,
          code_expires_at: null,
          grant_id: null,
        })
        .execute()
    },
    open: async (requestHash, sessionHash, now) => {
      const row = await db
        .updateTable('authorization_request')
        .set({ session_hash: sql`coalesce(session_hash, ${sessionHash})` })
        .where('request_hash', '=', requestHash)
        .where((row) => row.or([row('session_hash', 'is', null), row('session_hash', '=', sessionHash)]))
        .where('code_hash', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      return row && requestOf(row)
    },
    complete: async ({ requestHash, sessionHash }, { subjectHash, enrolmentId, codeHash, codeExpiresAt }, now) => {
      const answer = {
        subject_hash: subjectHash,
        enrolment_id: enrolmentId ?? null,
        code_hash: codeHash,
        code_expires_at: codeExpiresAt,
      }
      const row = await openFor(requestHash, sessionHash, now).set(answer).returningAll().executeTakeFirst()
      return row && requestOf(row)
    },
    refuse: async (requestHash, sessionHash, now) => {
      const row = await openFor(requestHash, sessionHash, now)
        .set({ expires_at: now })
        .returningAll()
        .executeTakeFirst()
      return row && requestOf(row)
    },
    redeem: (codeHash, now, decide) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('authorization_request')
          .selectAll()
          .where('code_hash', '=', codeHash)
          .where('code_expires_at', '>', now)
          .forUpdate()
          .executeTakeFirst()
        const request = row && redeemableOf(row)
        if (!decide(request) || request === undefined) return undefined
        const grant = await insertGrant(trx, request, now)
        await trx
          .updateTable('authorization_request')
          .set({ grant_id: grant.id })
          .where('code_hash', '=', codeHash)
          .execute()
        return grant
      }),
  }
}

function requestOf(row: Row<'authorization_request'>): AuthorizationRequest {
  return {
    clientId: row.client_id,
    redirectUri: row.redirect_uri,
    state: row.state ?? undefined,
    codeChallenge: row.code_challenge,
    configurationIds: row.configuration_ids,
    byIdentifier: row.by_identifier,
    keyThumbprint: row.key_thumbprint ?? undefined,
    issuerStateHash: row.issuer_state_hash ?? undefined,
  }
}

function redeemableOf(row: Row<'authorization_request'>): RedeemableRequest | undefined {
  if (row.subject_hash === null) return undefined
  const { subject_hash: subjectHash, enrolment_id, grant_id } = row
  return {
    ...requestOf(row),
    subjectHash,
    enrolmentId: enrolment_id ?? undefined,
    grantId: grant_id ?? undefined,
  }
}
