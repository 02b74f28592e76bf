import type { Transaction } from 'kysely'
import { type RevokedIssuance, revokeIssuances } from '../database/revoke-issuances.ts'
import type { Schema } from '../database/schema.ts'
import { configurationIdsOf, type RegisterDocument } from './credential-configurations.ts'
import type { PersonStatuses } from './person-status.ts'

/** What somebody has lost: which credentials, and how many copies of them. */
export type RevokedDocuments = {
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  readonly count: number
  /** Whether they may have new ones. */
  readonly present: boolean
}

type Change = {
  readonly subjectHash: string
  /** Documents of the person. */
  readonly documents: readonly RegisterDocument[]
  readonly present: boolean
  /** Houses of whose registrations all members hold a part. */
  readonly houses: readonly string[]
  readonly statuses: PersonStatuses
  readonly reason: string
  readonly now: Date
}

/** Revokes what a change has made untrue: documents of the person, and the house registrations of the household. */
export async function revokeForChange(
  trx: Transaction<Schema>,
  { subjectHash, documents, present, houses, statuses, reason, now }: Change,
): Promise<readonly RevokedDocuments[]> {
  const members = houses.length === 0 ? [] : await membersOf(trx, houses, statuses)
  const presence = new Map([...members, [subjectHash, present] as const])
  const own = configurationIdsOf(documents)
  const ofHouse = configurationIdsOf(['house_registration'])
  const revoked: RevokedIssuance[] = []
  const revoke = async (subjects: readonly string[], configurationIds: readonly string[]) => {
    if (subjects.length === 0 || configurationIds.length === 0) return
    revoked.push(
      ...(await revokeIssuances(trx, {
        where: (row) => row.and([row('subject_hash', 'in', subjects), row('configuration_id', 'in', configurationIds)]),
        reason,
        now,
      })),
    )
  }
  await revoke([subjectHash], own)
  await revoke(
    members.map(([hash]) => hash),
    ofHouse,
  )
  return [...presence].flatMap(([hash, isPresent]) => {
    const lost = revoked.filter((one) => one.subjectHash === hash)
    if (lost.length === 0) return []
    const configurationIds = [...new Set(lost.map(({ configurationId }) => configurationId))].sort()
    return [{ subjectHash: hash, configurationIds, count: lost.length, present: isPresent }]
  })
}

async function membersOf(
  trx: Transaction<Schema>,
  houses: readonly string[],
  statuses: PersonStatuses,
): Promise<readonly (readonly [string, boolean])[]> {
  const people = trx.selectFrom('person').select(['subject_hash', 'document']).where('house_code', 'in', houses)
  const rows = await people.orderBy('subject_hash').execute()
  return rows.map(({ subject_hash, document }) => {
    const { status } = document as { readonly status: { readonly code: string } }
    return [subject_hash, statuses[status.code]?.present === true]
  })
}
