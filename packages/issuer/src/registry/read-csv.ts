import { CsvError, parse } from 'csv-parse/sync'
import type * as z from 'zod'
import { fillNulls } from './fill-nulls.ts'
import { MAX_RECORD, type SourceLine } from './read-json-lines.ts'

/** What a record of each kind must look like; CSV needs to know, for an empty cell may be a null or nothing. */
export type SchemasByKind = { readonly [kind: string]: z.ZodType }

type Cells = { readonly line: number; readonly cells: readonly string[] }

/** Names of fields, with dots where one stands in another. Never `__proto__`. */
const COLUMN = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/
/** A null where an empty cell would mean that nothing is said: as PostgreSQL writes it. */
const NULL = '\\N'

/**
 * Reads CSV (RFC 4180) with a header of the same fields as in JSON Lines, with dots for those that stand in others. An
 * empty cell says nothing, and where the format has a null it is one. Without a column `kind` all records are of the kind
 * that the header tells.
 */
export function* readCsv(text: string, schemas: SchemasByKind): Generator<SourceLine> {
  const [header, ...rows] = readCells(text)
  if (header === undefined) return
  if ('expected' in header) {
    yield header
    return
  }
  const columns = header.cells
  const expected = checkColumns(columns)
  if (expected !== undefined) {
    yield { line: header.line, expected }
    return
  }
  const kind = columns.includes('kind') ? undefined : kindOf(columns)
  for (const row of rows) {
    if ('expected' in row) yield row
    else if (row.cells.length !== columns.length) yield { line: row.line, expected: 'as many cells as the header has' }
    else if (row.cells.some((cell) => cell !== '')) yield { line: row.line, value: recordOf(columns, row.cells) }
  }

  function recordOf(names: readonly string[], cells: readonly string[]): unknown {
    const record: Record<string, unknown> = kind === undefined ? {} : { kind }
    for (const [i, name] of names.entries()) {
      const cell = cells[i]!
      if (cell !== '') put(record, name.split('.'), cell === NULL ? null : cell)
    }
    const schema = schemas[String(record['kind'])]
    return schema === undefined ? record : fillNulls(schema, record)
  }
}

function readCells(text: string): readonly (Cells | { readonly line: number; readonly expected: string })[] {
  const faulty: { readonly line: number; readonly expected: string }[] = []
  const rows: Cells[] = []
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: MAX_RECORD,
      on_skip: (error) => {
        if (error !== undefined) faulty.push({ line: lineOf(error), expected: 'CSV as RFC 4180 has it' })
        return undefined
      },
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    faulty.push({ line: lineOf(error), expected: 'CSV as RFC 4180 has it, a record of at most 512 KB' })
  }
  return [...rows, ...faulty].sort((a, b) => a.line - b.line)
}

function lineOf(error: CsvError): number {
  return Number(error['lines'] ?? 1)
}

/** @returns what was expected of the header, when it is not that */
function checkColumns(columns: readonly string[]): string | undefined {
  if (!columns.every((column) => COLUMN.test(column))) return 'a header of field names, with dots and no spaces'
  if (new Set(columns).size !== columns.length) return 'each column once'
  const parents = columns.flatMap((column) => {
    const parts = column.split('.')
    return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'))
  })
  return parents.some((parent) => columns.includes(parent)) ? 'no column whose fields have columns too' : undefined
}

/** What a file holds whose records do not say it. */
function kindOf(columns: readonly string[]): string {
  if (columns.includes('occurred')) return 'life_event'
  return columns.includes('citizen_number') ? 'person' : 'house'
}

function put(record: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: string | null): void {
  if (rest.length === 0) {
    record[first] = value
    return
  }
  if (!Object.hasOwn(record, first)) record[first] = {}
  put(record[first] as Record<string, unknown>, rest, value)
}
