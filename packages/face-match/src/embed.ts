import { FaceMatchError } from './errors.ts'
import type { Network } from './network.ts'

/** Two descriptions of one face, each of length 1. Personal data: treat it like the picture it comes from. */
export type FaceEmbedding = {
  /** 512 values of network A. */
  a: Float32Array
  /** 192 values of network B. */
  b: Float32Array
}

const embeddingLengths = { a: 512, b: 192 } as const satisfies Record<keyof FaceEmbedding, number>

/**
 * Computes both embeddings of an aligned face.
 * @param aligned 112 × 112 × 3 values, RGB 0…255
 * @param pause called between the networks, so that others may run
 * @throws FaceMatchError `embedding_invalid`
 */
export async function embedAligned(
  networks: Record<keyof FaceEmbedding, Network>,
  aligned: Float32Array,
  pause: () => Promise<void>,
): Promise<FaceEmbedding> {
  const a = normalise('a', await networks.a.run(aligned))
  await pause()
  const b = normalise('b', await networks.b.run(aligned))
  return { a, b }
}

/**
 * Checks an embedding that may come from elsewhere.
 * @throws FaceMatchError `embedding_invalid`
 */
export function checkEmbedding(embedding: FaceEmbedding): void {
  for (const part of ['a', 'b'] as const) normalise(part, embedding[part])
}

/** Scales to length 1. */
function normalise(part: keyof FaceEmbedding, values: Float32Array): Float32Array {
  const fail = (reason: 'wrong_length' | 'not_a_number' | 'zero') =>
    new FaceMatchError(
      'embedding_invalid',
      `embedding ${part} must have ${embeddingLengths[part]} finite values that are not all zero: ${reason}`,
      { part, reason },
    )
  if (values.length !== embeddingLengths[part]) throw fail('wrong_length')
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  if (!Number.isFinite(length)) throw fail('not_a_number')
  if (length === 0) throw fail('zero')
  return values.map((value) => value / length)
}
