import type { LifeEventCounts } from '@bai/issuer'
import { Command, Option } from 'commander'
import { generateRegister } from '../synthetic-register/generate-register.ts'
import { callOperator } from './call-operator.ts'
import { type JsonOption, printCounter, printProgress, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { readText, writeOutput } from './read-input.ts'

type Format = 'jsonl' | 'csv'
type ImportOptions = JsonOption & {
  readonly data: string
  readonly url?: string
  readonly token?: string
  readonly format?: Format
}
type GenerateOptions = JsonOption & { readonly seed: number; readonly people: number; readonly out?: string }

export function registryCommand(): Command {
  const registry = new Command('registry').description('the population register')
  importOptions(
    registry
      .command('import <FILE>')
      .description('import houses and people, JSON Lines or CSV: all of them, or none when one line is wrong'),
  ).action(importFile)
  importOptions(
    registry
      .command('events <FILE>')
      .description('apply life events, JSON Lines or CSV: what they make untrue is revoked; all of them, or none'),
  ).action(applyEvents)
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

function importOptions(command: Command): Command {
  return command
    .option('--data <DIR>', 'data folder of an issuer that is not running', '.bai')
    .option('--url <URL>', 'address of an issuer that is running')
    .option('--token <T>', 'operator token, with --url')
    .addOption(
      new Option('--format <FORMAT>', 'by default csv for a file called so, else jsonl').choices(['jsonl', 'csv']),
    )
    .option('--json', 'print one JSON document')
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const text = await readText(file)
  const format = formatOf(file, options)
  const counts =
    options.url === undefined
      ? await importDirectly(text, format, options)
      : await send<{ houses: number; people: number }>('/operator/register', text, format, options)
  printResult(options, counts, `Imported ${counts.houses} houses and ${counts.people} people.`)
}

async function applyEvents(file: string, options: ImportOptions): Promise<void> {
  const text = await readText(file)
  const format = formatOf(file, options)
  const counts =
    options.url === undefined
      ? await applyDirectly(text, format, options)
      : await send<LifeEventCounts>('/operator/life-events', text, format, options)
  const { applied, known, revoked, renewals } = counts
  const summary = `Applied ${applied} events (${known} were known), revoked ${revoked} credentials; ${renewals} people are to be offered new ones.`
  printResult(options, counts, summary)
}

function formatOf(file: string, { format }: ImportOptions): Format {
  return format ?? (file.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl')
}

async function applyDirectly(text: string, format: Format, { data }: ImportOptions): Promise<LifeEventCounts> {
  const { applyLifeEvents } = await import('@bai/issuer')
  const { openStorage } = await import('@bai/issuer/node')
  const { database, secrets } = await openStorage({ dataFolder: data, databaseUrl: process.env['DATABASE_URL'] })
  try {
    const { subjectHash } = secrets
    return await applyLifeEvents(text, { db: database.db, subjectHash, now: () => new Date(), format })
  } finally {
    await database[Symbol.asyncDispose]()
  }
}

async function importDirectly(text: string, format: Format, { data }: ImportOptions) {
  // Not needed to call an issuer that is running, and slow to load.
  const { importRegister } = await import('@bai/issuer')
  const { openStorage } = await import('@bai/issuer/node')
  const { database, secrets } = await openStorage({ dataFolder: data, databaseUrl: process.env['DATABASE_URL'] })
  try {
    return await importRegister(text, {
      db: database.db,
      subjectHash: secrets.subjectHash,
      format,
      now: () => new Date(),
      onProgress: ({ phase, done, total }) => printCounter(`${phase} ${done} of ${total}${done === total ? '\n' : ''}`),
    })
  } finally {
    await database[Symbol.asyncDispose]()
  }
}

function send<T>(path: string, text: string, format: Format, { url = '', token }: ImportOptions): Promise<T> {
  printProgress('Sending the file')
  const contentType = format === 'csv' ? 'text/csv' : 'application/jsonl'
  return callOperator<T>({ url, token, path, body: text, contentType })
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
