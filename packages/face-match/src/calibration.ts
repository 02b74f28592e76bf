/** Decision thresholds on the score of `compareEmbeddings`. */
export type OperatingPoint = {
  id: string
  /** At or above: the same person. */
  acceptAt: number
  /** At or above, but below `acceptAt`: a person must look. */
  reviewAt: number
}

/** What the scores of one set of models mean. A new measurement is a new version, never a change of this one. */
export type CalibrationProfile = {
  id: string
  version: number
  /** The models it was measured with; a matcher refuses others. */
  modelHash: string
  operatingPoint: OperatingPoint
  /** Corners of the percent scale, rising; linear in between. */
  percentScale: readonly { score: number; percent: number }[]
}

export type FaceDecision = 'match' | 'review' | 'no_match'

/** The profile shipped with the models. Where its numbers come from, and for whom they do not hold: MODEL_CARD.md. */
export const defaultProfile: CalibrationProfile = {
  id: 'lfw-asian-web',
  version: 1,
  modelHash: '8edb2304e869457675ef2269bc49c371d0f0886a7be51b87b68feb1075dd42e0',
  operatingPoint: { id: 'accept-530-review-446', acceptAt: 0.53, reviewAt: 0.446 },
  percentScale: [
    { score: 0.1, percent: 0 },
    { score: 0.271, percent: 40 },
    { score: 0.37, percent: 60 },
    { score: 0.446, percent: 70 },
    { score: 0.53, percent: 80 },
    { score: 0.56, percent: 85 },
    { score: 0.725, percent: 95 },
    { score: 0.9, percent: 100 },
  ],
}

/** The decision at the profile's operating point. */
export function decide({ operatingPoint }: CalibrationProfile, score: number): FaceDecision {
  if (score >= operatingPoint.acceptAt) return 'match'
  return score >= operatingPoint.reviewAt ? 'review' : 'no_match'
}

/** The score on a scale of 0…100 for people to read. A scale, not a probability. */
export function toPercent({ percentScale }: CalibrationProfile, score: number): number {
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
