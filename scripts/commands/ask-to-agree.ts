import { createInterface } from 'node:readline/promises'
import { printProgress } from './output.ts'

/** Asks whoever sits at the terminal; where nobody does, nobody has agreed. */
export async function askToAgree(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    printProgress('Not done: nobody is there to agree. Give --yes to agree beforehand.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^(y|yes|ใช่)$/i.test((await terminal.question('ยินยอม? / Agree? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}
