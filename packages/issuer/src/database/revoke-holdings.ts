import { type Expression, type ExpressionBuilder, type SqlBool, sql, type Transaction } from 'kysely'
import type { AuditEntry } from '../ports.ts'
import { configurationsOfSameDocument } from '../registry/credential-configurations.ts'
import { revokeIssuances } from './revoke-issuances.ts'
import type { Schema } from './schema.ts'

type Holdings = {
  readonly subjectHash: string
  /** Each stands for its document, in whatever form that was issued. */
  readonly configurationIds: readonly string[]
  /** The enrolment that brings it about: what rests on it stays, and on what came after it. */
  readonly enrolment: { readonly id: string; readonly at: Date }
  readonly reason: string
  readonly now: Date
}

/**
 * Takes from somebody what they have had of some documents before an enrolment, on whichever devices: copies are revoked;
 * grants end with all their tokens, and offers and renewals with them, or the old device would fetch the next copies.
 * Copies that a grant of before has fetched since are among them.
 *
 * @returns for the audit log, once all else is done, for whoever writes there lets nobody else; nothing when there was nothing
 */
export async function revokeHoldings(
  trx: Transaction<Schema>,
  { subjectHash, configurationIds, enrolment, reason, now }: Holdings,
): Promise<AuditEntry | undefined> {
  const documents = [...new Set(configurationIds.flatMap(configurationsOfSameDocument))]
  // Grants first: what is being issued under one holds it, and is recorded when we get it.
  const ended = await trx
    .updateTable('wallet_grant')
    .set({ revoked_at: now })
    .where((row) => isOlder(row, subjectHash, enrolment))
    .where(coversOne(documents))
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  await trx
    .updateTable('offer')
    .set({ voided_at: now })
    .where((row) => isOlder(row, subjectHash, enrolment))
    .where(coversOne(documents))
    .where('redeemed_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute()
  await trx
    .deleteFrom('renewal')
    .where('subject_hash', '=', subjectHash)
    .where('created_at', '<=', enrolment.at)
    .where('offered_at', 'is', null)
    .where(sql<SqlBool>`configuration_ids <@ ${JSON.stringify(documents)}::jsonb`)
    .execute()
  const revoked = await revokeIssuances(trx, {
    where: (row) => {
      const grants = row.selectFrom('wallet_grant').select('id').where('subject_hash', '=', subjectHash)
      return row.and([
        row('subject_hash', '=', subjectHash),
        row('configuration_id', 'in', documents),
        row('grant_id', 'not in', grants.where('enrolment_id', '=', enrolment.id)),
        row.or([
          row('issued_at', '<=', enrolment.at),
          row('grant_id', 'in', grants.where('created_at', '<=', enrolment.at)),
        ]),
      ])
    },
    reason,
    now,
  })
  if (ended.length === 0 && revoked.length === 0) return undefined
  const types = [...new Set(revoked.map(({ configurationId }) => configurationId))].sort()
  const detail = { types, reason, count: revoked.length, enrolment: enrolment.id }
  return { actor: 'citizen', action: 'credentials_revoked', subjectHash, detail }
}

function isOlder(
  row: ExpressionBuilder<Schema, 'wallet_grant'> | ExpressionBuilder<Schema, 'offer'>,
  subjectHash: string,
  { id, at }: Holdings['enrolment'],
): Expression<SqlBool> {
  const of = row as ExpressionBuilder<Schema, 'wallet_grant'>
  return of.and([
    of('subject_hash', '=', subjectHash),
    of('created_at', '<=', at),
    of.or([of('enrolment_id', 'is', null), of('enrolment_id', '<>', id)]),
  ])
}

function coversOne(documents: readonly string[]): Expression<SqlBool> {
  return sql<SqlBool>`exists (
    select from jsonb_array_elements_text(configuration_ids) as covered (id) where covered.id in (${sql.join(documents)})
  )`
}
