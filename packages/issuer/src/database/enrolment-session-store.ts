import { type Kysely, sql } from 'kysely'
import type { EnrolmentConsent, EnrolmentSession, EnrolmentSessionStore } from '../enrolment-ports.ts'
import type { LivenessChallenge } from '../face-ports.ts'
import type { Row, Schema } from './schema.ts'

/** Running enrolments. A challenge is used up by the one update that finds it unused, in whichever process. */
export function createEnrolmentSessionStore(db: Kysely<Schema>): EnrolmentSessionStore {
  return {
    add: ({ consent, ...session }, secretHash, challenge) =>
      db.transaction().execute(async (trx) => {
        const { id } = await trx
          .insertInto('enrolment_session')
          .values({
            purpose: session.purpose,
            secret_hash: secretHash,
            subject_hash: session.subjectHash,
            factors_hash: session.factorsHash,
            with_laser_code: session.withLaserCode,
            configuration_ids: JSON.stringify(session.configurationIds),
            consent_version: consent.version,
            consent_locale: consent.locale,
            created_at: session.createdAt,
            expires_at: session.expiresAt,
            challenges: 1,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        await trx.insertInto('enrolment_challenge').values(rowOf(id, challenge)).execute()
        return id
      }),
    find: async (id) => {
      const row = await db.selectFrom('enrolment_session').selectAll().where('id', '=', id).executeTakeFirst()
      return row && { session: sessionOf(row), secretHash: row.secret_hash }
    },
    addChallenge: (id, challenge, limit) =>
      db.transaction().execute(async (trx) => {
        const counted = await trx
          .updateTable('enrolment_session')
          .set((session) => ({ challenges: session('challenges', '+', 1) }))
          .where('id', '=', id)
          .where('challenges', '<', limit)
          .where('decided_at', 'is', null)
          .returning('id')
          .executeTakeFirst()
        if (counted !== undefined) await trx.insertInto('enrolment_challenge').values(rowOf(id, challenge)).execute()
        return counted !== undefined
      }),
    takeChallenge: async (id, nonce, now) => {
      const taken = await db
        .updateTable('enrolment_challenge')
        .set({ used_at: now })
        .where('enrolment_id', '=', id)
        .where('nonce', '=', nonce)
        .where('used_at', 'is', null)
        .returning('challenge')
        .executeTakeFirst()
      if (taken !== undefined) return taken.challenge
      const known = await db
        .selectFrom('enrolment_challenge')
        .select(sql<number>`1`.as('one'))
        .where('enrolment_id', '=', id)
        .where('nonce', '=', nonce)
        .executeTakeFirst()
      return known === undefined ? 'unknown' : 'used'
    },
    giveChallengeBack: async (id, nonce) => {
      const own = db.updateTable('enrolment_challenge').set({ used_at: null }).where('enrolment_id', '=', id)
      await own.where('nonce', '=', nonce).execute()
    },
  }
}

function rowOf(enrolmentId: string, challenge: LivenessChallenge) {
  return { enrolment_id: enrolmentId, nonce: challenge.nonce, challenge: JSON.stringify(challenge), used_at: null }
}

function sessionOf(row: Row<'enrolment_session'>): EnrolmentSession {
  return {
    id: row.id,
    purpose: row.purpose,
    subjectHash: row.subject_hash,
    factorsHash: row.factors_hash,
    withLaserCode: row.with_laser_code,
    configurationIds: row.configuration_ids,
    consent: { version: row.consent_version, locale: row.consent_locale as EnrolmentConsent['locale'] },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    challenges: row.challenges,
    decided: row.decided_at !== null,
  }
}
