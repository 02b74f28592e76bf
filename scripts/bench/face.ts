import { readFileSync } from 'node:fs'
import { decodeImage, type FacePool, openFacePool, openStages } from '@bai/face-match/node'
import { portraitPath } from '../synthetic-register/generate-register.ts'
import { type Contender, type Measured, measureInTurns } from './measure.ts'

const ROUNDS = 40
const PICTURES = 40
/** No more than a quarter of the whole outside the networks. */
const TARGET_RATIO = 1 / (1 - 0.25)
const TARGET_MILLISECONDS = 150

/** A picture from its file to its embedding, against the forward passes that this takes; then many, in worker threads. */
export async function benchFace(): Promise<Measured> {
  const file = readFileSync(portraitPath('F1_id.jpg'))
  const stages = await openStages()
  const image = await decodeImage(file)
  const prepared = await stages.prepare(image)
  const contenders: readonly Contender[] = [
    { name: 'bare forward passes', run: () => prepared.forwardPasses() },
    { name: 'whole: file to embedding', run: async () => stages.describe(await decodeImage(file)) },
    { name: '  decode the file', run: () => decodeImage(file) },
    { name: '  halvings', run: () => prepared.halve() },
    { name: '  find the face (detector)', run: () => prepared.detect() },
    { name: '  mesh, twice', run: () => prepared.mesh() },
    { name: '  align and inspect', run: () => prepared.inspect() },
    { name: '  describe (A and B, mirrored too)', run: () => prepared.embed() },
  ]
  const rows = await measureInTurns(contenders, ROUNDS)
  stages.dispose()
  const [bare, whole] = [rows[0]!, rows[1]!]
  return {
    name: 'face',
    ratio: whole.ratio,
    target: TARGET_RATIO,
    baseline: 'the forward passes of the networks alone: detector, mesh twice, A and B twice each',
    milliseconds: { value: whole.microseconds / 1000, target: TARGET_MILLISECONDS },
    rows,
    figures: {
      part_outside_networks: 1 - bare.microseconds / whole.microseconds,
      ...(await measureThroughput(file)),
    },
  }
}

/** Pictures a second with one and two workers, and the memory of the process with two. */
async function measureThroughput(file: Uint8Array): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  for (const workers of [1, 2]) {
    await using pool = await openFacePool({ workers })
    await describeMany(pool, file, workers * 2)
    const start = performance.now()
    await describeMany(pool, file, PICTURES)
    figures[`pictures_a_second_${workers}_workers`] = PICTURES / ((performance.now() - start) / 1000)
    figures[`megabytes_${workers}_workers`] = process.memoryUsage().rss / 1e6
  }
  return figures
}

/** One more at a time than there are workers, so that none of them waits. */
async function describeMany(pool: FacePool, file: Uint8Array, count: number): Promise<void> {
  let left = count
  const work = async () => {
    while (left-- > 0) await pool.describe(file)
  }
  await Promise.all(Array.from({ length: pool.workers + 1 }, work))
}
