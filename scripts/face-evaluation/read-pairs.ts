import { parse } from 'csv-parse/sync'
import { UsageError } from '../commands/usage-error.ts'

/** Two pictures, by their paths in the folder of pictures, and whether they show one person. */
export type FacePair = {
  readonly a: string
  readonly b: string
  readonly same: boolean
  readonly idA?: string
  readonly idB?: string
  /** Which part of the measurement it belongs to. */
  readonly subset: string
}

const REQUIRED = ['a', 'b', 'same']
const SAME: Readonly<Record<string, boolean>> = { '1': true, '0': false, true: true, false: false }

/**
 * Reads pairs from CSV with a head line: `a,b,same` and, if there are, `id_a,id_b,subset`.
 * @throws UsageError `file_malformed`, with the line
 */
export function readPairs(csv: string, file: string): readonly FacePair[] {
  const rows = parseCsv(csv, file)
  const head = rows[0]?.cells ?? []
  const missing = REQUIRED.filter((column) => !head.includes(column))
  if (missing.length > 0) throw malformed(file, 1, `the head line must name the columns ${REQUIRED.join(', ')}`)
  const pairs = rows.slice(1).map(({ cells, line }) => {
    const cell = (column: string) => cells[head.indexOf(column)] || undefined
    const [a, b, same] = [cell('a'), cell('b'), SAME[cell('same') ?? '']]
    if (a === undefined || b === undefined) throw malformed(file, line, 'a and b must name pictures')
    if (same === undefined) throw malformed(file, line, 'same must be 1 or 0')
    const [idA, idB] = [cell('id_a'), cell('id_b')]
    if (idA !== undefined && idB !== undefined && (idA === idB) !== same)
      throw malformed(file, line, 'same does not fit id_a and id_b')
    return {
      a,
      b,
      same,
      ...(idA !== undefined && { idA }),
      ...(idB !== undefined && { idB }),
      subset: cell('subset') ?? (same ? 'genuine' : 'impostor'),
    }
  })
  if (pairs.length === 0) throw malformed(file, 2, 'there are no pairs')
  return pairs
}

/**
 * Some measurements need to know who is who; without names they would measure something else.
 * @throws UsageError `file_malformed`
 */
export function requireIdentities(pairs: readonly FacePair[], option: string, file: string): void {
  if (pairs.every(({ idA, idB }) => idA !== undefined && idB !== undefined)) return
  throw new UsageError('file_malformed', file, `${option} needs id_a and id_b in every line of ${file}.`)
}

function parseCsv(csv: string, file: string): readonly { cells: readonly string[]; line: number }[] {
  try {
    const rows = parse(csv, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as readonly {
      record: readonly string[]
      info: { lines: number }
    }[]
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1
    throw malformed(file, line, 'every line needs as many cells as the head line, quotes closed')
  }
}

function malformed(file: string, line: number, what: string): UsageError {
  return new UsageError('file_malformed', file, `${file}, line ${line}: ${what}.`)
}
