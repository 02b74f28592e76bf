import type { CommanderError } from 'commander'

/**
 * Ends a command line that commander did not accept, or that asked for help. Commander has said why on standard error;
 * with `--json` the document is still due.
 *
 * @returns the exit code: 0 after help, else 2
 */
export function reportMisuse({ exitCode, code, message }: CommanderError): 0 | 2 {
  if (exitCode === 0) return 0
  if (process.argv.includes('--json')) {
    const details = { reason: code.replace('commander.', '') }
    process.stdout.write(`${JSON.stringify({ error: { code: 'command_malformed', message, details } })}\n`)
  }
  return 2
}
