// What the networks see of known movements of rendered heads and photos: `pnpm run:ts scripts/measure-face-movements.ts`.
// The thresholds of the liveness check are chosen by these figures; see docs/liveness.md.
import type { FaceEmbedding, RgbImage } from '@bai/face-match'
import { openFaceMatcher } from '@bai/face-match/node'
import { sampleFace } from '../packages/face-match/src/liveness/sample.ts'
import { withNoise } from '../packages/face-match/test/support/film.ts'
import { people, portrait } from '../packages/face-match/test/support/pictures.ts'
import { createPuppet, type HeadState, renderHead } from '../packages/face-match/test/support/render-head.ts'
import { type PhotoState, renderPhoto } from '../packages/face-match/test/support/render-photo.ts'

const heads: readonly HeadState[] = [
  ...[20, -20, 25, -25].map((yaw) => ({ yaw })),
  ...[15, 20, 25].map((pitch) => ({ pitch })),
  ...[0.5, 1].map((lids) => ({ lids })),
  { zoom: 1.4 },
]
const photos: readonly PhotoState[] = [
  ...[25, 40, 55].map((yaw) => ({ yaw })),
  ...[-40, 25, 45].map((pitch) => ({ pitch })),
  { bend: 120, yaw: 30 },
  { bend: 150, yaw: 35 },
]

const matcher = await openFaceMatcher()
const rows = new Map<string, Record<'yaw' | 'pitch' | 'size' | 'aspect' | 'eyes' | 'score', number[]>>()
for (const { idPortrait, selfies } of people) {
  const image = await portrait(idPortrait)
  const rest = await matcher.inspect(image)
  const puppet = createPuppet(image, rest.mesh)
  const selfie = await matcher.embed(await portrait(selfies[0]!))
  const base = sampleFace(0, image, rest)
  for (const state of heads) await measure(`head ${JSON.stringify(state)}`, renderHead(puppet, state), base, selfie)
  for (const state of photos) await measure(`photo ${JSON.stringify(state)}`, renderPhoto(image, state), base, selfie)
}
for (const [name, values] of rows) {
  const spans = Object.entries(values).map(([key, seen]) => `${key} ${span(seen)}`)
  console.log(`${name} (${values.yaw.length} found): ${spans.join('; ')}`)
}
await matcher.dispose()

async function measure(name: string, image: RgbImage, base: ReturnType<typeof sampleFace>, selfie: FaceEmbedding) {
  const row = rows.get(name) ?? { yaw: [], pitch: [], size: [], aspect: [], eyes: [], score: [] }
  rows.set(name, row)
  const noisy = withNoise(image, 1)
  const described = await matcher.describe(noisy).catch(() => undefined)
  if (!described) return
  const seen = sampleFace(0, noisy, described)
  row.yaw.push(seen.yaw - base.yaw)
  row.pitch.push(seen.pitch - base.pitch)
  row.size.push(seen.size / base.size)
  row.aspect.push(seen.aspect / base.aspect)
  row.eyes.push(seen.eyes / base.eyes)
  row.score.push(matcher.compare(described.embedding, selfie).score)
}

/** Least, median and greatest. */
function span(values: number[]): string {
  const sorted = values.toSorted((p, q) => p - q)
  return [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) => value?.toFixed(2)).join(' / ')
}
