import { type Kysely, sql } from 'kysely'
import type { CitizenFile, CitizenFiles } from '../operator-ports.ts'
import type { Schema } from './schema.ts'

type Credentials = CitizenFile['credentials'][number]

/** What there is about somebody, put together for a registrar. */
export function createCitizenFiles(db: Kysely<Schema>): CitizenFiles {
  return {
    open: async (subjectHash, now) => {
      const { rows: credentials } = await sql<Credentials>`
        select configuration_id as "configurationId",
          case when revoked_at is not null then 'revoked' when valid_until <= ${now} then 'expired' else 'valid' end as state,
          revocation_reason as reason, count(*)::int as count, max(valid_until) as "validUntil"
        from issuance where subject_hash = ${subjectHash}
        group by 1, 2, 3 order by 1, 2, 3`.execute(db)
      const enrolments = await db
        .selectFrom('enrolment')
        .select(['id', 'outcome', 'created_at'])
        .where('subject_hash', '=', subjectHash)
        .orderBy('created_at', 'desc')
        .limit(50)
        .execute()
      const grants = await db
        .selectFrom('wallet_grant')
        .select(['client_id', 'created_at', 'revoked_at'])
        .where('subject_hash', '=', subjectHash)
        .orderBy('created_at', 'desc')
        .limit(50)
        .execute()
      const renewals = await db
        .selectFrom('renewal')
        .select(['id', 'configuration_ids', 'reason'])
        .where('subject_hash', '=', subjectHash)
        .where('offered_at', 'is', null)
        .orderBy('created_at')
        .execute()
      return {
        credentials: credentials.map((row) => ({ ...row, reason: row.reason ?? undefined })),
        enrolments: enrolments.map(({ id, outcome, created_at }) => ({ id, outcome, createdAt: created_at })),
        grants: grants.map(({ client_id, created_at, revoked_at }) => ({
          clientId: client_id ?? undefined,
          createdAt: created_at,
          revokedAt: revoked_at ?? undefined,
        })),
        renewals: renewals.map(({ id, configuration_ids, reason }) => ({ id, types: configuration_ids, reason })),
      }
    },
  }
}
