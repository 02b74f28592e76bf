import { type HouseLine, houseLineSchema } from './house-record.ts'
import { type PersonLine, personLineSchema } from './person-record.ts'
import type { PersonStatuses } from './person-status.ts'
import type { SourceLine } from './read-json-lines.ts'
import { type RegisterFormat, readSource } from './read-source.ts'
import { problemOf, type RegisterProblem } from './register-problem.ts'

export type ParsedLine<T> = { readonly line: number; readonly record: T }

export type ParsedRegister = {
  readonly houses: readonly ParsedLine<HouseLine>[]
  readonly people: readonly ParsedLine<PersonLine>[]
  readonly problems: readonly RegisterProblem[]
}

const LINES_A_REPORT = 500

type ParseRegisterOptions = {
  readonly format?: RegisterFormat
  readonly statuses: PersonStatuses
  readonly onProgress: (done: number, total: number) => void
}

/** Reads every record of a file, whatever is wrong with those before. */
export function parseRegister(
  text: string,
  { format = 'jsonl', statuses, onProgress }: ParseRegisterOptions,
): ParsedRegister {
  const houses: ParsedLine<HouseLine>[] = []
  const people: ParsedLine<PersonLine>[] = []
  const problems: RegisterProblem[] = []
  const seen = new Set<string>()
  const source = [...readSource(text, format, { house: houseLineSchema, person: personLineSchema })]

  for (const [index, content] of source.entries()) {
    const { line } = content
    const done = index + 1
    if (done % LINES_A_REPORT === 0 || done === source.length) onProgress(done, source.length)
    const parsed = parseLine(content)
    if ('problems' in parsed) {
      problems.push(...parsed.problems.map((problem) => ({ line, ...problem })))
      continue
    }
    const { record } = parsed
    const [path, key] =
      record.kind === 'house' ? ['house_code', record.house_code] : ['citizen_number', record.citizen_number]
    if (seen.has(key)) problems.push({ line, path, expected: 'one that no line before has' })
    seen.add(key)
    if (record.kind === 'house') {
      houses.push({ line, record })
      continue
    }
    if (statuses[record.status.code] === undefined) {
      problems.push({ line, path: 'status.code', expected: `one of ${Object.keys(statuses).join(', ')}` })
    }
    people.push({ line, record })
  }
  return { houses, people, problems }
}

type LineResult = { record: HouseLine | PersonLine } | { problems: readonly Omit<RegisterProblem, 'line'>[] }

function parseLine(content: SourceLine): LineResult {
  if ('expected' in content) return refused(content.expected)
  const { value } = content
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (kind !== 'house' && kind !== 'person') return refused('house or person', 'kind')
  const result = (kind === 'house' ? houseLineSchema : personLineSchema).safeParse(value)
  return result.success ? { record: result.data } : { problems: result.error.issues.map(problemOf) }
}

function refused(expected: string, path = ''): LineResult {
  return { problems: [{ path, expected }] }
}
