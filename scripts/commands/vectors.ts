import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { runVector } from '../vectors/run-vector.ts'

export function vectorsCommand(): Command {
  return new Command('vectors')
    .description(
      'run test vectors of any implementation against this verifier: one JSON case a line in, one answer a line out',
    )
    .option('--json', 'answers are JSON lines in any case')
    .action(vectors)
}

async function vectors(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') process.stdout.write(`${JSON.stringify(await runVector(line))}\n`)
  }
}
