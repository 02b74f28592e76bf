import type * as z from 'zod'
import { IssuerError } from '../errors.ts'

/** Parses what came over the wire; names the field and what was expected, never what was sent. @throws IssuerError `request_malformed` */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'body'
  const expected = issue === undefined ? 'another form' : expectation(issue)
  throw new IssuerError('request_malformed', `${field}: expected ${expected}.`, { field, expected })
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ')
  if (issue.code === 'too_big') return `at most ${issue.maximum}`
  if (issue.code === 'too_small') return `at least ${issue.minimum}`
  // Its message quotes the name, and a name can be anything that somebody sent.
  if (issue.code === 'unrecognized_keys') return 'no members but the documented ones'
  return issue.message.slice(0, 200)
}
