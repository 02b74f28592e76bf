import type { Kysely, Transaction } from 'kysely'
import { appendAudit } from '../database/audit-log.ts'
import { lockRegisterForChange } from '../database/register-lock.ts'
import { addRenewal, dropPendingRenewals } from '../database/renewal-store.ts'
import { retriedTransaction } from '../database/retried-transaction.ts'
import type { Schema } from '../database/schema.ts'
import { IssuerError } from '../errors.ts'
import { findHousesWithoutHead } from './check-houses.ts'
import type { LifeEvent } from './life-event.ts'
import { type ParsedLifeEvents, parseLifeEvents } from './parse-life-events.ts'
import type { ParsedLine } from './parse-register.ts'
import { PERSON_STATUSES, type PersonStatuses } from './person-status.ts'
import type { RegisterFormat } from './read-source.ts'
import { type RegisterProblem, refuseProblems, refuseTooLarge } from './register-problem.ts'
import { type RevokedDocuments, revokeForChange } from './revoke-for-change.ts'
import type { SubjectHash } from './subject-hash.ts'
import { isProblem, writePersonChange } from './write-person-change.ts'

export type ApplyLifeEventsDependencies = {
  readonly db: Kysely<Schema>
  readonly subjectHash: SubjectHash
  readonly now: () => Date
  /** Left out: JSON Lines. */
  readonly format?: RegisterFormat
  /** For the audit log; left out: the registry. */
  readonly actor?: string
  readonly statuses?: PersonStatuses
}

export type LifeEventCounts = {
  readonly applied: number
  /** Events that were applied before, and changed nothing now. */
  readonly known: number
  readonly revoked: number
  readonly renewals: number
}

type Applied = { readonly event: LifeEvent; readonly revoked: readonly RevokedDocuments[] }

/**
 * Applies life events: the register changes, the credentials that say something else are revoked, and for each of them a
 * renewal is pending, all in one transaction. Every line is checked before any is written, and all are applied or none;
 * those that were applied before are passed over.
 *
 * @throws IssuerError `register_too_large`, `register_empty`, `register_line_invalid`
 */
export async function applyLifeEvents(
  text: string,
  dependencies: ApplyLifeEventsDependencies,
): Promise<LifeEventCounts> {
  const { db, now, format = 'jsonl' } = dependencies
  refuseTooLarge(text)
  const at = now()
  const parsed = parseLifeEvents(text, format, at)
  refuseProblems(parsed.problems)
  if (parsed.events.length === 0) {
    throw new IssuerError('register_empty', 'The file has no line. Give JSON Lines or CSV, one life event each.', {})
  }
  return retriedTransaction(db, (trx) => applyAll(trx, parsed, at, dependencies))
}

async function applyAll(
  trx: Transaction<Schema>,
  { events }: ParsedLifeEvents,
  at: Date,
  { subjectHash, actor = 'registry', statuses = PERSON_STATUSES }: ApplyLifeEventsDependencies,
): Promise<LifeEventCounts> {
  await lockRegisterForChange(trx)
  const problems: RegisterProblem[] = []
  const touched = new Map<string, number>()
  const applied: Applied[] = []
  const absent = new Set<string>()
  for (const { line, record: event } of events) {
    const known = await findKnown(trx, event, subjectHash)
    if (known === 'other') problems.push({ line, path: 'id', expected: 'an id that no other event has' })
    if (known !== undefined) continue
    const change = await writePersonChange(trx, event, { statuses, at })
    if (isProblem(change)) {
      problems.push({ line, ...change.problem })
      continue
    }
    for (const code of change.houses) if (!touched.has(code)) touched.set(code, line)
    const hash = subjectHash(event.citizen_number)
    if (change.present) absent.delete(hash)
    else absent.add(hash)
    const reason = `life_event:${event.type}`
    const revoked = await revokeForChange(trx, { subjectHash: hash, ...change, statuses, reason, now: at })
    await trx
      .insertInto('life_event')
      .values({ id: event.id, type: event.type, subject_hash: hash, occurred: event.occurred, applied_at: at })
      .execute()
    applied.push({ event, revoked })
  }
  // A refusal here takes back what was written.
  refuseProblems(problems)
  refuseProblems(await findHousesWithoutHead(trx, touched, statuses))
  const renewals = await addRenewals(trx, applied, absent, at)
  // Last, for whoever writes to the audit log keeps everybody waiting who does.
  for (const { event, revoked } of applied) {
    const hash = subjectHash(event.citizen_number)
    const detail = { type: event.type, revoked: countOf(revoked) }
    await appendAudit(trx, { actor, action: 'life_event_applied', subjectHash: hash, detail }, at)
    for (const { subjectHash: owner, configurationIds, count } of revoked) {
      const reasons = { types: configurationIds, reason: `life_event:${event.type}`, count }
      await appendAudit(trx, { actor, action: 'credentials_revoked', subjectHash: owner, detail: reasons }, at)
    }
  }
  const revoked = applied.reduce((sum, one) => sum + countOf(one.revoked), 0)
  return { applied: applied.length, known: events.length - applied.length, revoked, renewals }
}

/** Whether an event was applied before; `other` when it was another one with the same id. */
async function findKnown(
  trx: Transaction<Schema>,
  event: ParsedLine<LifeEvent>['record'],
  subjectHash: SubjectHash,
): Promise<'same' | 'other' | undefined> {
  const row = await trx.selectFrom('life_event').selectAll().where('id', '=', event.id).executeTakeFirst()
  if (row === undefined) return undefined
  const same =
    row.type === event.type && row.occurred === event.occurred && row.subject_hash === subjectHash(event.citizen_number)
  return same ? 'same' : 'other'
}

/** One renewal for each person and event that took something from them, but for those who may have none. */
async function addRenewals(
  trx: Transaction<Schema>,
  applied: readonly Applied[],
  absent: ReadonlySet<string>,
  at: Date,
): Promise<number> {
  let count = 0
  for (const { event, revoked } of applied) {
    for (const { subjectHash, configurationIds, present } of revoked) {
      if (!present || absent.has(subjectHash)) continue
      await addRenewal(trx, { subjectHash, configurationIds, reason: `life_event:${event.type}`, createdAt: at })
      count += 1
    }
  }
  await dropPendingRenewals(trx, [...absent])
  return count
}

function countOf(revoked: readonly RevokedDocuments[]): number {
  return revoked.reduce((sum, { count }) => sum + count, 0)
}
