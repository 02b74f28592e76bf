import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { IssuerError } from '../errors.ts'
import { findHousesWithoutHead, findUnknownHouses } from './check-houses.ts'
import { chunks } from './chunks.ts'
import { type ParsedLine, type ParsedRegister, parseRegister } from './parse-register.ts'
import type { PersonLine } from './person-record.ts'
import { PERSON_STATUSES, type PersonStatuses } from './person-status.ts'
import type { RegisterFormat } from './read-source.ts'
import { refuseProblems, refuseTooLarge } from './register-problem.ts'
import type { SubjectHash } from './subject-hash.ts'

export type ImportRegisterDependencies = {
  readonly db: Kysely<Schema>
  readonly subjectHash: SubjectHash
  readonly now: () => Date
  /** Left out: JSON Lines. */
  readonly format?: RegisterFormat
  readonly onProgress?: (progress: ImportProgress) => void
  readonly statuses?: PersonStatuses
}

/** Lines while checking, records while writing. */
export type ImportProgress = { readonly phase: 'checking' | 'writing'; readonly done: number; readonly total: number }

export type ImportCounts = { readonly houses: number; readonly people: number; readonly portraits: number }

const ROWS_A_STATEMENT = 200

/**
 * Imports a register of JSON Lines or CSV. Every line is checked before any is written, and all are written or none. People
 * and houses that are there already are replaced.
 *
 * @throws IssuerError `register_too_large`, `register_empty`, `register_line_invalid`
 */
export async function importRegister(text: string, dependencies: ImportRegisterDependencies): Promise<ImportCounts> {
  const { db, format, onProgress = () => {}, statuses = PERSON_STATUSES } = dependencies
  refuseTooLarge(text)
  const onChecked = (done: number, total: number) => onProgress({ phase: 'checking', done, total })
  const register = parseRegister(text, { ...(format && { format }), statuses, onProgress: onChecked })
  refuseProblems(register.problems)
  if (register.houses.length + register.people.length === 0) {
    throw new IssuerError(
      'register_empty',
      'The register has no line. Give JSON Lines or CSV, one house or person each.',
      {},
    )
  }
  await db.transaction().execute(async (trx) => {
    refuseProblems(await findUnknownHouses(trx, register))
    const touched = await writeRegister(trx, register, { ...dependencies, onProgress })
    // A refusal here takes back what was written.
    refuseProblems(await findHousesWithoutHead(trx, touched, statuses))
  })
  return {
    houses: register.houses.length,
    people: register.people.length,
    portraits: register.people.filter(({ record }) => record.portrait !== null).length,
  }
}

/** @returns the houses whose members may have changed, each with a line that changed it */
async function writeRegister(
  trx: Transaction<Schema>,
  { houses, people }: ParsedRegister,
  { subjectHash, now, onProgress }: Required<Pick<ImportRegisterDependencies, 'subjectHash' | 'now' | 'onProgress'>>,
): Promise<ReadonlyMap<string, number>> {
  const touched = new Map<string, number>()
  const touch = (code: string | null, line: number) => {
    if (code !== null && !touched.has(code)) touched.set(code, line)
  }
  const total = houses.length + people.length
  let done = 0
  const count = (written: number) => {
    done += written
    onProgress({ phase: 'writing', done, total })
  }

  for (const chunk of chunks(houses, ROWS_A_STATEMENT)) {
    for (const { line, record } of chunk) touch(record.house_code, line)
    const rows = chunk.map(({ record: { kind: _kind, house_code, ...document } }) => ({
      house_code,
      document: JSON.stringify(document),
    }))
    await trx
      .insertInto('house')
      .values(rows)
      .onConflict((on) => on.column('house_code').doUpdateSet((e) => ({ document: e.ref('excluded.document') })))
      .execute()
    count(chunk.length)
  }

  const updatedAt = now()
  for (const chunk of chunks(people, ROWS_A_STATEMENT)) {
    const lines = new Map<string, number>(chunk.map(({ line, record }) => [record.citizen_number, line]))
    const before = await trx
      .selectFrom('person')
      .select(['citizen_number', 'house_code'])
      .where('citizen_number', 'in', [...lines.keys()])
      .execute()
    for (const { citizen_number, house_code } of before) touch(house_code, lines.get(citizen_number) ?? 0)
    for (const { line, record } of chunk) touch(record.house_code, line)
    await trx
      .insertInto('person')
      .values(chunk.map(({ record }) => toRow(record, subjectHash, updatedAt)))
      .onConflict((on) =>
        on.column('citizen_number').doUpdateSet((e) => ({
          subject_hash: e.ref('excluded.subject_hash'),
          house_code: e.ref('excluded.house_code'),
          document: e.ref('excluded.document'),
          portrait: e.ref('excluded.portrait'),
          updated_at: e.ref('excluded.updated_at'),
        })),
      )
      .execute()
    count(chunk.length)
  }
  return touched
}

function toRow(record: ParsedLine<PersonLine>['record'], subjectHash: SubjectHash, updatedAt: Date) {
  const { kind: _kind, citizen_number, house_code, portrait, ...document } = record
  return {
    citizen_number,
    subject_hash: subjectHash(citizen_number),
    house_code,
    document: JSON.stringify(document),
    portrait: portrait === null ? null : Buffer.from(portrait, 'base64'),
    updated_at: updatedAt,
  }
}
