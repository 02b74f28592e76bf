import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defaultProfile } from '@bai/face-match'
import { openFacePool } from '@bai/face-match/node'
import { Command } from 'commander'
import { listPictures } from '../face-evaluation/list-pictures.ts'
import { type CohortCandidate, makeCohort } from '../face-evaluation/make-cohort.ts'
import { readPairs } from '../face-evaluation/read-pairs.ts'
import { type JsonOption, printProgress, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { showProgress } from './progress-bar.ts'
import { readText, writeOutput } from './read-input.ts'
import { UsageError } from './usage-error.ts'

type CohortOptions = JsonOption & {
  readonly images?: string
  readonly data?: string
  readonly disjointFrom?: string
  readonly size: number
  readonly workers?: number
  readonly out: string
}

/** Fewer people than this tell nothing of a population. */
const SMALLEST = 10
const RECOMMENDED = 200

export function faceCohortCommand(): Command {
  return new Command('cohort')
    .description('make a cohort of embeddings, to normalise scores by, from a folder of pictures or from the register')
    .option('--images <DIR>', 'pictures; those in one subfolder are of one person')
    .option('--data <DIR>', "portraits of an issuer's register instead (DATABASE_URL for PostgreSQL)")
    .option('--disjoint-from <FILE>', 'CSV of pairs: pictures named there, and their folders, are left out')
    .option('--size <N>', 'people at most', wholeNumber(SMALLEST, 5000), 400)
    .option('--workers <N>', 'worker threads; by default one for each core', wholeNumber(1, 64))
    .requiredOption('--out <FILE>', 'the cohort; it is personal data')
    .option('--json', 'print one JSON document')
    .action(cohort)
}

async function cohort(options: CohortOptions): Promise<void> {
  const people = await findPeople(options)
  await using pool = await openFacePool({ workers: options.workers ?? availableParallelism() })
  const progress = showProgress('people')
  const { modelHash } = defaultProfile
  const made = await makeCohort(people, { size: options.size, pool, modelHash, onProgress: progress.step })
  progress.end()
  const { identities, refused } = made
  if (identities < SMALLEST) {
    throw new UsageError(
      'file_malformed',
      'images',
      `A cohort needs ${SMALLEST} people or more; ${identities} were usable.`,
    )
  }
  if (identities < RECOMMENDED) printProgress(`Only ${identities} people: ${RECOMMENDED} or more are better.`)
  await writeOutput(options.out, made.json)
  const document = { file: options.out, identities, refused, model_hash: modelHash }
  printResult(options, document, `${identities} people in ${options.out}; ${refused} had no usable picture.`)
}

async function findPeople({ images, data, disjointFrom, size }: CohortOptions): Promise<readonly CohortCandidate[]> {
  if ((images === undefined) === (data === undefined)) {
    throw new UsageError('option_malformed', 'images', 'Give either --images or --data.')
  }
  if (images !== undefined) return peopleOfFolder(images, disjointFrom)
  // Loaded by whoever needs it: a database takes seconds.
  const { openStorage } = await import('@bai/issuer/node')
  const { samplePortraits } = await import('@bai/issuer')
  const { database } = await openStorage({ dataFolder: data ?? '', databaseUrl: process.env['DATABASE_URL'] })
  try {
    const portraits = await samplePortraits(database.db, size)
    return portraits.map((portrait) => ({ pictures: [async () => portrait] }))
  } finally {
    await database[Symbol.asyncDispose]()
  }
}

async function peopleOfFolder(folder: string, disjointFrom: string | undefined): Promise<readonly CohortCandidate[]> {
  const pairs = disjointFrom === undefined ? [] : readPairs(await readText(disjointFrom), disjointFrom)
  const named = new Set(pairs.flatMap(({ a, b }) => [a, b]))
  const pictures = await listPictures(folder)
  const leftOut = new Set(pictures.filter(({ path }) => named.has(path)).map(({ identity }) => identity))
  const people = new Map<string, (() => Promise<Uint8Array>)[]>()
  for (const { path, identity } of pictures) {
    if (leftOut.has(identity)) continue
    const read = () => readFile(join(folder, path))
    people.set(identity, [...(people.get(identity) ?? []), read])
  }
  return [...people.values()].map((readers) => ({ pictures: readers }))
}
