import { readJsonLines, type SourceLine } from './read-json-lines.ts'

export type RegisterFormat = 'jsonl' | 'csv'

/** The records of a file, whichever way it is written. */
export function readSource(text: string, format: RegisterFormat): Iterable<SourceLine> {
  if (format === 'csv') throw new TypeError('CSV is not read yet.')
  return readJsonLines(text)
}
