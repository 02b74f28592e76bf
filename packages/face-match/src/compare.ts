import { checkEmbedding, type FaceEmbedding } from './embed.ts'

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
  checkEmbedding(first)
  checkEmbedding(second)
  const { mean, perUnit, lowest, highest } = strengthScale
  const weaker = Math.min(first.strength, second.strength)
  const strength = Math.min(Math.max(weaker, lowest), highest)
  const likeness = share.a * cosine(first.a, second.a) + share.b * cosine(first.b, second.b)
  return likeness - perUnit * (strength - mean)
}

function cosine(first: Float32Array, second: Float32Array): number {
  let product = 0
  let firstSquare = 0
  let secondSquare = 0
  for (let i = 0; i < first.length; i++) {
    product += first[i]! * second[i]!
    firstSquare += first[i]! * first[i]!
    secondSquare += second[i]! * second[i]!
  }
  return product / Math.sqrt(firstSquare * secondSquare)
}
