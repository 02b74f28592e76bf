import { checkEmbedding, embeddingLengths, type FaceEmbedding } from './embed.ts'

/** How much each network counts. Measured: flat between .5 and .8 (docs/face-accuracy.md). */
const share = { a: 0.6, b: 0.4 } as const

/**
 * What a strong description takes from the score. Where networks see much of both faces, all scores are higher, those of
 * different people too; where they see little, all are lower. So the weaker of the two strengths shifts the score, by
 * .035 for each standard deviation (8 on pictures of the web, about a mean of 70), and by nothing more beyond what was
 * measured: who sends a bad picture gains no more than .087.
 */
const strengthScale = { mean: 70, perUnit: 0.035 / 8, lowest: 50, highest: 90 } as const

/**
 * The likeness of two faces: the weighted mean of the cosines, −1…1, less what the strength of both descriptions lets
 * one expect. Only a calibration gives it a meaning.
 * @throws FaceMatchError `embedding_invalid`
 */
export function compareEmbeddings(first: FaceEmbedding, second: FaceEmbedding): number {
  const { mean, perUnit, lowest, highest } = strengthScale
  const weaker = Math.min(first.strength, second.strength)
  const strength = Math.min(Math.max(weaker, lowest), highest)
  const likeness = share.a * cosine('a', first, second) + share.b * cosine('b', first, second)
  // Whatever is wrong with an embedding makes the score no number; only then is it worth looking for what it is.
  if (!Number.isFinite(likeness) || !(weaker > 0)) {
    checkEmbedding(first)
    checkEmbedding(second)
  }
  return likeness - perUnit * (strength - mean)
}

/** Not a number where a length is wrong, a value is none, or all are zero. */
function cosine(part: 'a' | 'b', { [part]: first }: FaceEmbedding, { [part]: second }: FaceEmbedding): number {
  const length = embeddingLengths[part]
  if (first.length !== length || second.length !== length) return Number.NaN
  let product = 0
  let firstSquare = 0
  let secondSquare = 0
  for (let i = 0; i < length; i++) {
    const p = first[i]!
    const q = second[i]!
    product += p * q
    firstSquare += p * p
    secondSquare += q * q
  }
  return product / Math.sqrt(firstSquare * secondSquare)
}
