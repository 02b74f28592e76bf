import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FaceEmbedding } from '@bai/face-match'
import type { FacePool } from '@bai/face-match/node'
import { isPictureFault } from '../commands/matcher-faults.ts'

/** What became of a picture: its embedding, or the code for which there is none. */
export type PictureOutcome = { readonly embedding: FaceEmbedding } | { readonly code: string }

type Options = {
  readonly folder: string
  readonly pool: FacePool
  /** Refuse what enrolment refuses, not only what has no face. */
  readonly strict: boolean
  readonly onProgress: (done: number, total: number) => void
}

/** Describes each picture once, as many at a time as the pool has workers. Keeps embeddings in memory only. */
export async function describePictures(
  paths: readonly string[],
  { folder, pool, strict, onProgress }: Options,
): Promise<ReadonlyMap<string, PictureOutcome>> {
  const outcomes = new Map<string, PictureOutcome>()
  const waiting = [...new Set(paths)]
  const total = waiting.length
  const work = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      outcomes.set(path, await describeOne(join(folder, path), pool, strict))
      onProgress(outcomes.size, total)
    }
  }
  // One more than there are workers: the next picture is read from disk while they work.
  await Promise.all(Array.from({ length: pool.workers + 1 }, work))
  return outcomes
}

async function describeOne(path: string, pool: FacePool, strict: boolean): Promise<PictureOutcome> {
  try {
    const { embedding } = await pool.describe(await readFile(path), { strict })
    return { embedding }
  } catch (error) {
    if (isPictureFault(error)) return { code: error.code }
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { code: 'file_missing' }
    throw error
  }
}
