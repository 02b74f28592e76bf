import { printProgress } from './output.ts'

/**
 * Tells the operator of a fault inside: kind, code, and where, but no message, for those of a database or a parser quote
 * what they were given.
 */
export function reportFault(error: unknown): void {
  const known = error instanceof Error ? error : new TypeError()
  const code = 'code' in known ? ` ${String(known.code)}` : ''
  const frames = (known.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  printProgress([`fault: ${known.name}${code}`, ...frames].join('\n'))
}
