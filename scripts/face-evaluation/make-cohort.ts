import { createHash } from 'node:crypto'
import { type FaceEmbedding, formatCohort } from '@bai/face-match'
import type { FacePool } from '@bai/face-match/node'
import { isPictureFault } from '../commands/matcher-faults.ts'

/** A person's pictures, to be read one after the other until one is good enough. */
export type CohortCandidate = { readonly pictures: readonly (() => Promise<Uint8Array>)[] }

export type MadeCohort = {
  readonly json: string
  readonly identities: number
  /** People of whom no picture was good enough. */
  readonly refused: number
}

/** Makes a cohort: one good picture of each person, as an embedding, in an order that tells nothing. */
export async function makeCohort(
  people: readonly CohortCandidate[],
  {
    size,
    pool,
    modelHash,
    onProgress,
  }: {
    readonly size: number
    readonly pool: FacePool
    readonly modelHash: string
    readonly onProgress: (done: number, total: number) => void
  },
): Promise<MadeCohort> {
  const faces: FaceEmbedding[] = []
  let refused = 0
  const waiting = [...people]
  const work = async () => {
    for (let person = waiting.shift(); person !== undefined && faces.length < size; person = waiting.shift()) {
      const face = await describeOne(person, pool)
      if (face === undefined) refused++
      else if (faces.length < size) faces.push(face)
      onProgress(faces.length + refused, Math.min(size + refused, people.length))
    }
  }
  await Promise.all(Array.from({ length: pool.workers + 1 }, work))
  const shuffled = faces
    .map((face) => ({ face, key: createHash('sha256').update(face.a).digest('hex') }))
    .sort((p, q) => (p.key < q.key ? -1 : 1))
    .map(({ face }) => face)
  return {
    json: formatCohort({ modelHash, identities: faces.length, faces: shuffled }),
    identities: faces.length,
    refused,
  }
}

async function describeOne({ pictures }: CohortCandidate, pool: FacePool): Promise<FaceEmbedding | undefined> {
  for (const read of pictures) {
    try {
      return (await pool.describe(await read())).embedding
    } catch (error) {
      if (!isPictureFault(error)) throw error
    }
  }
  return undefined
}
