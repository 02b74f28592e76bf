import { type CitizenNumber, isJsonObject, type JsonObject } from '@bai/credential'
import type { AgencyRecords } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import { readCsv } from '../registry/read-csv.ts'
import type { SourceLine } from '../registry/read-json-lines.ts'
import { citizenNumberField, textField } from '../registry/register-fields.ts'
import { type RegisterProblem, refuseTooLarge } from '../registry/register-problem.ts'
import type { RecordKey } from './create-record-key.ts'

export type LoadedAgencyRecords = AgencyRecords & {
  /** Fields that any record has, with dots for those that stand in others. */
  readonly fields: ReadonlySet<string>
}

type Row = { readonly line: number; readonly number: CitizenNumber; readonly record: JsonObject }

/** More would be read by nobody; their number is told. */
const MAX_PROBLEMS = 100

/**
 * Records of an agency in a file: CSV as of the population register, with a column `citizen_number` and whatever others the
 * agency has. All is checked before any counts; of a number, only its keyed hash is kept.
 *
 * @throws IssuerError `agency_records_malformed` with what is wrong by line, `register_too_large`
 */
export function csvAgencyRecords(text: string, keyOf: RecordKey): LoadedAgencyRecords {
  refuseTooLarge(text)
  const problems: RegisterProblem[] = []
  const records = new Map<string, JsonObject>()
  const fields = new Set<string>()
  for (const line of readCsv(text, {})) {
    const row = readRow(line, problems)
    if (row === undefined) continue
    const key = keyOf(row.number)
    if (records.has(key)) problems.push({ line: row.line, path: 'citizen_number', expected: 'each number once' })
    records.set(key, row.record)
    for (const [path] of leavesOf(row.record)) fields.add(path)
  }
  if (records.size === 0 && problems.length === 0)
    problems.push({ line: 1, path: '', expected: 'a header and records' })
  refuseProblems(problems)
  return { fields, find: async (key) => records.get(key) }
}

/** @returns nothing for a line with problems, which are added to the others */
function readRow(line: SourceLine, problems: RegisterProblem[]): Row | undefined {
  const before = problems.length
  const note = (path: string, expected: string) => problems.push({ line: line.line, path, expected })
  if ('expected' in line) {
    note('', line.expected)
    return undefined
  }
  // The reader of registers says of what kind a line is; here all are of one.
  const { kind: _kind, citizen_number: number, ...record } = line.value as JsonObject
  const parsed = citizenNumberField.safeParse(number)
  if (!parsed.success) note('citizen_number', parsed.error.issues[0]?.message ?? 'a citizen number')
  for (const [path, value] of leavesOf(record)) {
    if (!textField.safeParse(value).success) note(path, 'one line of text of at most 120 characters, or an empty cell')
  }
  return parsed.success && problems.length === before ? { line: line.line, number: parsed.data, record } : undefined
}

function leavesOf(record: JsonObject, prefix = ''): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(record).flatMap(([name, value]) =>
    isJsonObject(value) ? leavesOf(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value] as const],
  )
}

function refuseProblems(problems: readonly RegisterProblem[]): void {
  const [first] = problems
  if (first === undefined) return
  const where = `Line ${first.line}${first.path === '' ? '' : `, ${first.path}`}`
  const others = problems.length === 1 ? '' : ` (${problems.length - 1} more)`
  const message = `The agency's records cannot be used. ${where}: expected ${first.expected}${others}.`
  const details = { problems: problems.slice(0, MAX_PROBLEMS), count: problems.length }
  throw new IssuerError('agency_records_malformed', message, details)
}
