import type { Kysely } from 'kysely'
import type { Offer, OfferStore } from '../ports.ts'
import type { Row, Schema } from './schema.ts'

/** Offers, each decided on by one caller at a time. */
export function createOfferStore(db: Kysely<Schema>): OfferStore {
  return {
    add: async (offer) => {
      const row = await db
        .insertInto('offer')
        .values({
          code_hash: offer.codeHash,
          tx_code_hash: offer.txCodeHash ?? null,
          subject_hash: offer.subjectHash,
          configuration_ids: JSON.stringify(offer.configurationIds),
          created_at: offer.createdAt,
          expires_at: offer.expiresAt,
          enrolment_id: offer.enrolmentId ?? null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    decide: (codeHash, now, decide) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('offer')
          .selectAll('offer')
          .select(({ selectFrom }) =>
            selectFrom('enrolment')
              .select('outcome')
              .whereRef('enrolment.id', '=', 'offer.enrolment_id')
              .as('enrolment_outcome'),
          )
          .where('code_hash', '=', codeHash)
          .forUpdate()
          .executeTakeFirst()
        const offer = row && offerOf(row)
        const decision = decide(offer)
        if (offer === undefined || decision === 'leave') return offer
        const failures = offer.txCodeFailures + 1
        const change = {
          redeem: { redeemed_at: now },
          count_failure: { tx_code_failures: failures },
          void: { tx_code_failures: failures, voided_at: now },
        }[decision]
        await trx.updateTable('offer').set(change).where('id', '=', offer.id).execute()
        return offer
      }),
  }
}

function offerOf(row: Row<'offer'> & { readonly enrolment_outcome: string | null }): Offer {
  return {
    id: row.id,
    subjectHash: row.subject_hash,
    configurationIds: row.configuration_ids,
    txCodeHash: row.tx_code_hash ?? undefined,
    txCodeFailures: row.tx_code_failures,
    expiresAt: row.expires_at,
    redeemed: row.redeemed_at !== null,
    voided: row.voided_at !== null,
    enrolmentId: row.enrolment_id ?? undefined,
    enrolmentOutcome: (row.enrolment_outcome ?? undefined) as Offer['enrolmentOutcome'],
  }
}
