import { checkEmbedding, type FaceEmbedding } from './embed.ts'

/** How much each network counts. */
const share = { a: 0.6, b: 0.4 } as const satisfies Record<keyof FaceEmbedding, number>

/**
 * The likeness of two faces: the weighted mean of the cosines, −1…1. Only a calibration gives it a meaning.
 * @throws FaceMatchError `embedding_invalid`
 */
export function compareEmbeddings(first: FaceEmbedding, second: FaceEmbedding): number {
  checkEmbedding(first)
  checkEmbedding(second)
  return share.a * cosine(first.a, second.a) + share.b * cosine(first.b, second.b)
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
