import type * as z from 'zod'
import { IssuerError } from '../errors.ts'

/** What is wrong, where: never the value, for a register is personal data from end to end. */
export type RegisterProblem = {
  /** Counted from 1. */
  readonly line: number
  /** `names.th.given`; empty for the line as a whole. */
  readonly path: string
  readonly expected: string
}

/** The whole text is held in memory; a register beyond is imported in parts, houses before the people in them. */
const MAX_BYTES = 64 * 1024 * 1024
/** More would be read by nobody; their number is told. */
const MAX_PROBLEMS = 100

/** @throws IssuerError `register_too_large` */
export function refuseTooLarge(text: string): void {
  if (Buffer.byteLength(text) <= MAX_BYTES) return
  const message = 'A register file has at most 64 MB. Import it in parts, houses first.'
  throw new IssuerError('register_too_large', message, { limitBytes: MAX_BYTES })
}

/** @throws IssuerError `register_line_invalid` with what is wrong, when anything is */
export function refuseProblems(problems: readonly RegisterProblem[]): void {
  const [first] = problems
  if (first === undefined) return
  const others = problems.length === 1 ? '' : ` (${problems.length - 1} more)`
  throw new IssuerError(
    'register_line_invalid',
    `Line ${first.line}${first.path === '' ? '' : `, ${first.path}`}: expected ${first.expected}${others}. Nothing was imported; correct the file and import it again.`,
    { problems: problems.slice(0, MAX_PROBLEMS), count: problems.length },
  )
}

export function problemOf(issue: z.core.$ZodIssue): Omit<RegisterProblem, 'line'> {
  return {
    path: issue.path.join('.'),
    // zod's sentence would name the field, and what stands in a register's field names may be anything.
    expected: issue.code === 'unrecognized_keys' ? 'no fields but those of the register format' : issue.message,
  }
}
