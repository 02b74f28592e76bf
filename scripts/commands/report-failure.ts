import { UsageError } from './usage-error.ts'

/**
 * Says what failed, by code and sentence. The errors of the packages hold no personal data; of anything else only the kind
 * of error is told, unless BAI_DEBUG asks for more.
 *
 * @returns the exit code: 1 refused, 2 misuse
 */
export function reportFailure(error: unknown): 1 | 2 {
  const known =
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[a-z][a-z0-9_]*$/.test(error.code)
  const code = known ? String(error.code) : 'unexpected'
  const message = known ? error.message : unexpected(error)
  const details = known && 'details' in error ? error.details : {}
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: { code, message, details } })}\n`)
  process.stderr.write(`${code}: ${message}\n`)
  if (process.env['BAI_DEBUG'] !== undefined && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return error instanceof UsageError || isBadConfiguration(details) ? 2 : 1
}

/** Of a configuration that was read as a whole, all problems are told, and nothing was begun. */
function isBadConfiguration(details: unknown): boolean {
  return typeof details === 'object' && details !== null && 'problems' in details && 'field' in details
}

function unexpected(error: unknown): string {
  const kind = error instanceof Error ? error.name : typeof error
  return `Something failed that should not (${kind}). Set BAI_DEBUG=1 to see where, and report it.`
}
