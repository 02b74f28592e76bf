import { readCsv, type SchemasByKind } from './read-csv.ts'
import { readJsonLines, type SourceLine } from './read-json-lines.ts'

export type RegisterFormat = 'jsonl' | 'csv'

/** The records of a file, whichever way it is written. */
export function readSource(text: string, format: RegisterFormat, schemas: SchemasByKind): Iterable<SourceLine> {
  return format === 'csv' ? readCsv(text, schemas) : readJsonLines(text)
}
