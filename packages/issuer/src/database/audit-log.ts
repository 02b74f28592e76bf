import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { AuditEntry, AuditLog } from '../ports.ts'
import type { Schema } from './schema.ts'

/** Any number, the same everywhere: whoever holds it may write the next link of the chain. */
const AUDIT_LOCK = 7_002
const CHECKED_AT_ONCE = 5_000

export function createAuditLog(db: Kysely<Schema>): AuditLog {
  return { append: (entry, now) => db.transaction().execute((trx) => appendAudit(trx, entry, now)) }
}

/**
 * Appends an entry that covers the one before it by its hash, in the transaction of what it tells about: neither happens
 * without the other, and a row that is changed or taken out breaks the chain.
 */
export async function appendAudit(trx: Transaction<Schema>, entry: AuditEntry, now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(trx)
  const last = await trx.selectFrom('audit').select('hash').orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  const previousHash = last?.hash ?? ''
  const row = { at: now, actor: entry.actor, action: entry.action, subject_hash: entry.subjectHash ?? null }
  const hash = auditHash({ ...row, detail: entry.detail, previousHash })
  await trx
    .insertInto('audit')
    .values({ ...row, detail: JSON.stringify(entry.detail), previous_hash: previousHash, hash })
    .execute()
}

/** Walks the chain. @returns the sequence number of the first entry that does not follow from the one before, if any */
export async function findBrokenAuditLink(db: Kysely<Schema>): Promise<number | undefined> {
  return (await checkAuditChain(db)).firstBroken
}

/** Walks the chain in parts, so that a log of years needs no more memory than one of a day. */
export async function checkAuditChain(
  db: Kysely<Schema>,
): Promise<{ readonly entries: number; readonly firstBroken: number | undefined }> {
  let entries = 0
  let previousHash = ''
  let last = 0
  for (;;) {
    const part = db.selectFrom('audit').selectAll().where('sequence', '>', last).orderBy('sequence')
    const rows = await part.limit(CHECKED_AT_ONCE).execute()
    for (const { sequence, hash, at, actor, action, subject_hash, detail, previous_hash } of rows) {
      const follows = auditHash({ at, actor, action, subject_hash, detail, previousHash })
      if (previous_hash !== previousHash || hash !== follows) return { entries, firstBroken: sequence }
      entries += 1
      previousHash = hash
      last = sequence
    }
    if (rows.length < CHECKED_AT_ONCE) return { entries, firstBroken: undefined }
  }
}

type HashedEntry = {
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject_hash: string | null
  readonly detail: unknown
  readonly previousHash: string
}

function auditHash({ at, actor, action, subject_hash, detail, previousHash }: HashedEntry): string {
  const members = [previousHash, at.toISOString(), actor, action, subject_hash, sortMembers(detail)]
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}

/** jsonb keeps no order of members, so the hash must not depend on one. */
function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sortMembers(member)]),
  )
}
