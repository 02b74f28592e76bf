import type { Transaction } from 'kysely'
import type { IssuanceStore } from '../ports.ts'
import { configurationsOfSameDocument } from '../registry/credential-configurations.ts'
import { appendAudit } from './audit-log.ts'
import { revokeIssuances } from './revoke-issuances.ts'
import type { Schema } from './schema.ts'

type Revocation = Parameters<IssuanceStore['revokeByKey']>[0]

/** See `IssuanceStore`. */
export async function revokeByKey(
  trx: Transaction<Schema>,
  { keyThumbprint, all, reason, actor, now }: Revocation,
): Promise<number | undefined> {
  const bound = await trx
    .selectFrom('issuance')
    .select(['subject_hash', 'configuration_id'])
    .distinct()
    .where('key_thumbprint', '=', keyThumbprint)
    .orderBy('subject_hash')
    .orderBy('configuration_id')
    .execute()
  if (bound.length === 0) return undefined
  const revoked = await revokeIssuances(trx, {
    where: (row) =>
      row.or([
        row('key_thumbprint', '=', keyThumbprint),
        ...(all ? bound : []).map(({ subject_hash, configuration_id }) =>
          row.and([
            row('subject_hash', '=', subject_hash),
            row('configuration_id', 'in', configurationsOfSameDocument(configuration_id)),
          ]),
        ),
      ]),
    reason,
    now,
  })
  for (const subjectHash of new Set(bound.map(({ subject_hash }) => subject_hash))) {
    const own = revoked.filter((one) => one.subjectHash === subjectHash)
    const types = [...new Set(own.map(({ configurationId }) => configurationId))].sort()
    const detail = { types, reason, count: own.length }
    await appendAudit(trx, { actor, action: 'credentials_revoked', subjectHash, detail }, now)
  }
  return revoked.length
}
