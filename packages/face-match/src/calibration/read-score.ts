import type { OperatingPoint, ScoreScale } from './profile.ts'

export type FaceDecision = 'match' | 'review' | 'no_match'

/** The decision at an operating point. */
export function decide({ acceptAt, reviewAt }: OperatingPoint, score: number): FaceDecision {
  if (score >= acceptAt) return 'match'
  return score >= reviewAt ? 'review' : 'no_match'
}

/** The score on a scale of 0…100 for people to read. A scale, not a probability. */
export function toPercent({ percentScale }: Pick<ScoreScale, 'percentScale'>, score: number): number {
  let below = percentScale[0]
  for (const corner of percentScale) {
    if (score < corner.score) {
      if (below === undefined || below === corner) return corner.percent
      const way = (score - below.score) / (corner.score - below.score)
      return below.percent + way * (corner.percent - below.percent)
    }
    below = corner
  }
  return below?.percent ?? 0
}
