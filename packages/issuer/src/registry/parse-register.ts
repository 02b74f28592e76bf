import { parseJson } from '@bai/credential'
import type * as z from 'zod'
import { type HouseLine, houseLineSchema } from './house-record.ts'
import { type PersonLine, personLineSchema } from './person-record.ts'
import type { PersonStatuses } from './person-status.ts'

/** What is wrong, where: never the value, for a register is personal data from end to end. */
export type RegisterProblem = {
  /** Counted from 1. */
  readonly line: number
  /** `names.th.given`; empty for the line as a whole. */
  readonly path: string
  readonly expected: string
}

export type ParsedLine<T> = { readonly line: number; readonly record: T }

export type ParsedRegister = {
  readonly houses: readonly ParsedLine<HouseLine>[]
  readonly people: readonly ParsedLine<PersonLine>[]
  readonly problems: readonly RegisterProblem[]
}

/** In characters; a line is a person with portrait at most. */
const MAX_LINE = 512 * 1024
const LINES_A_REPORT = 500

type ParseRegisterOptions = {
  readonly statuses: PersonStatuses
  readonly onProgress: (done: number, total: number) => void
}

/** Reads JSON Lines, every line of them, whatever is wrong with those before. Blank lines count and say nothing. */
export function parseRegister(text: string, { statuses, onProgress }: ParseRegisterOptions): ParsedRegister {
  const houses: ParsedLine<HouseLine>[] = []
  const people: ParsedLine<PersonLine>[] = []
  const problems: RegisterProblem[] = []
  const seen = new Set<string>()
  const lines = text.split('\n')

  for (const [index, content] of lines.entries()) {
    const line = index + 1
    if (line % LINES_A_REPORT === 0 || line === lines.length) onProgress(line, lines.length)
    if (content.trim() === '') continue
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

function parseLine(content: string): LineResult {
  if (content.length > MAX_LINE) return refused('a line of at most 512 KB')
  let value: unknown
  try {
    value = parseJson(content, 'line')
  } catch {
    return refused('one JSON object, no member twice')
  }
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (kind !== 'house' && kind !== 'person') return refused('house or person', 'kind')
  const result = (kind === 'house' ? houseLineSchema : personLineSchema).safeParse(value)
  return result.success ? { record: result.data } : { problems: result.error.issues.map(toProblem) }
}

function toProblem(issue: z.core.$ZodIssue): Omit<RegisterProblem, 'line'> {
  return {
    path: issue.path.join('.'),
    // zod's sentence would name the field, and what stands in a register's field names may be anything.
    expected: issue.code === 'unrecognized_keys' ? 'no fields but those of the register format' : issue.message,
  }
}

function refused(expected: string, path = ''): LineResult {
  return { problems: [{ path, expected }] }
}
