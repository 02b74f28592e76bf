import { parseBuddhistDate, thaiDay } from '@bai/credential'
import { type LifeEvent, lifeEventSchema } from './life-event.ts'
import type { ParsedLine } from './parse-register.ts'
import type { SourceLine } from './read-json-lines.ts'
import { type RegisterFormat, readSource } from './read-source.ts'
import { problemOf, type RegisterProblem } from './register-problem.ts'

export type ParsedLifeEvents = {
  readonly events: readonly ParsedLine<LifeEvent>[]
  readonly problems: readonly RegisterProblem[]
}

/** Reads every life event of a file, whatever is wrong with those before. Nothing happens in the future. */
export function parseLifeEvents(text: string, format: RegisterFormat, now: Date): ParsedLifeEvents {
  const events: ParsedLine<LifeEvent>[] = []
  const problems: RegisterProblem[] = []
  const seen = new Set<string>()
  const today = thaiDay(now)
  for (const content of readSource(text, format, { life_event: lifeEventSchema })) {
    const { line } = content
    const parsed = parseLine(content)
    if ('problems' in parsed) {
      problems.push(...parsed.problems.map((problem) => ({ line, ...problem })))
      continue
    }
    const { record } = parsed
    if (seen.has(record.id)) problems.push({ line, path: 'id', expected: 'one that no line before has' })
    seen.add(record.id)
    // As text: a date that is known by its year alone is compared by its year.
    const occurred = parseBuddhistDate(record.occurred)
    if (occurred > today.slice(0, occurred.length))
      problems.push({ line, path: 'occurred', expected: 'a day that is not in the future' })
    events.push({ line, record })
  }
  return { events, problems }
}

type LineResult = { record: LifeEvent } | { problems: readonly Omit<RegisterProblem, 'line'>[] }

function parseLine(content: SourceLine): LineResult {
  if ('expected' in content) return { problems: [{ path: '', expected: content.expected }] }
  const { value } = content
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (kind !== 'life_event') return { problems: [{ path: 'kind', expected: 'life_event' }] }
  const result = lifeEventSchema.safeParse(value)
  return result.success ? { record: result.data } : { problems: result.error.issues.map(problemOf) }
}
