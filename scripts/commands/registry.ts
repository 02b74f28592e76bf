import { Command } from 'commander'
import { generateRegister } from '../synthetic-register/generate-register.ts'
import { callOperator } from './call-operator.ts'
import { type JsonOption, printCounter, printProgress, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { readText, writeOutput } from './read-input.ts'

type ImportOptions = JsonOption & { readonly data: string; readonly url?: string; readonly token?: string }
type GenerateOptions = JsonOption & { readonly seed: number; readonly people: number; readonly out?: string }

export function registryCommand(): Command {
  const registry = new Command('registry').description('the population register')
  registry
    .command('import <FILE>')
    .description('import JSON Lines of houses and people: all of them, or none when one line is wrong')
    .option('--data <DIR>', 'data folder of an issuer that is not running', '.bai')
    .option('--url <URL>', 'address of an issuer that is running')
    .option('--token <T>', 'operator token, with --url')
    .option('--json', 'print one JSON document')
    .action(importFile)
  registry
    .command('generate')
    .description('write a synthetic register, the same for the same seed')
    .option('--seed <N>', 'seed', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--people <N>', 'how many people, 24 or more', wholeNumber(24, 1_000_000), 24)
    .option('--out <FILE>', 'write to a file instead of standard output')
    .option('--json', 'print one JSON document')
    .action(generate)
  return registry
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const text = await readText(file)
  const counts =
    options.url === undefined ? await importDirectly(text, options) : await importByHttp(text, options.url, options)
  printResult(options, counts, `Imported ${counts.houses} houses and ${counts.people} people.`)
}

async function importDirectly(text: string, { data }: ImportOptions) {
  // Not needed to call an issuer that is running, and slow to load.
  const { importRegister } = await import('@bai/issuer')
  const { openStorage } = await import('@bai/issuer/node')
  const { database, secrets } = await openStorage({ dataFolder: data, databaseUrl: process.env['DATABASE_URL'] })
  try {
    return await importRegister(text, {
      db: database.db,
      subjectHash: secrets.subjectHash,
      now: () => new Date(),
      onProgress: ({ phase, done, total }) => printCounter(`${phase} ${done} of ${total}${done === total ? '\n' : ''}`),
    })
  } finally {
    await database[Symbol.asyncDispose]()
  }
}

async function importByHttp(text: string, url: string, { token }: ImportOptions) {
  printProgress('Sending the register')
  return callOperator<{ houses: number; people: number }>({
    url,
    token,
    path: '/operator/register',
    body: text,
    contentType: 'application/jsonl',
  })
}

async function generate({ seed, people, out, json = false }: GenerateOptions): Promise<void> {
  const lines = await generateRegister({ seed, people })
  if (out !== undefined) {
    await writeOutput(out, `${lines.join('\n')}\n`)
    printResult({ json }, { file: out, lines: lines.length }, `Wrote ${lines.length} lines to ${out}.`)
    return
  }
  printResult({ json }, { lines: lines.map((line) => JSON.parse(line)) }, lines.join('\n'))
}
