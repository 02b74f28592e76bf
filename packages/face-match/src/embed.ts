import { FaceMatchError } from './errors.ts'
import type { Network } from './network.ts'

/** A description of one face. Personal data: treat it like the picture it comes from. */
export type FaceEmbedding = {
  /** 512 values of network A, of length 1. */
  a: Float32Array
  /** 192 values of network B, of length 1. */
  b: Float32Array
  /**
   * The length that B's description had: how much of a face the network saw. About 70 for a good picture, less for what
   * is blurred, turned or covered. `compareEmbeddings` allows for it.
   */
  strength: number
}

export const embeddingLengths = { a: 512, b: 192 } as const
const side = 112

/**
 * Describes an aligned face: each network sees it and its mirror image, and the mean counts, for a face and its mirror
 * image are the same person.
 * @param aligned 112 × 112 × 3 values, RGB 0…255
 * @param pause called between the runs of about 20 ms each, so that others may run
 * @throws FaceMatchError `embedding_invalid`
 */
export async function embedAligned(
  networks: Record<keyof typeof embeddingLengths, Network>,
  aligned: Float32Array,
  pause: () => Promise<void>,
): Promise<FaceEmbedding> {
  const mirrored = mirror(aligned)
  const runBoth = async (network: Network) => {
    const values = await network.run(aligned)
    await pause()
    const other = await network.run(mirrored)
    await pause()
    return values.map((value, i) => (value + other[i]!) / 2)
  }
  const a = await runBoth(networks.a)
  const b = await runBoth(networks.b)
  return { a: normalise('a', a), b: normalise('b', b), strength: lengthOf(b) }
}

/**
 * Checks an embedding that may come from elsewhere.
 * @throws FaceMatchError `embedding_invalid`
 */
export function checkEmbedding({ a, b, strength }: FaceEmbedding): void {
  normalise('a', a)
  normalise('b', b)
  if (!(strength > 0 && Number.isFinite(strength))) throw invalid('strength', 'not_a_number')
}

/** Scales to length 1. */
function normalise(part: keyof typeof embeddingLengths, values: Float32Array): Float32Array {
  if (values.length !== embeddingLengths[part]) throw invalid(part, 'wrong_length')
  const length = lengthOf(values)
  if (!Number.isFinite(length)) throw invalid(part, 'not_a_number')
  if (length === 0) throw invalid(part, 'zero')
  return values.map((value) => value / length)
}

function lengthOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
}

function invalid(part: 'a' | 'b' | 'strength', reason: 'wrong_length' | 'not_a_number' | 'zero') {
  const expected =
    part === 'strength' ? 'a positive number' : `${embeddingLengths[part]} finite values that are not all zero`
  return new FaceMatchError('embedding_invalid', `embedding ${part} must be ${expected}: ${reason}`, { part, reason })
}

function mirror(pixels: Float32Array): Float32Array {
  const mirrored = new Float32Array(pixels.length)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const source = (y * side + side - 1 - x) * 3
      mirrored.set(pixels.subarray(source, source + 3), (y * side + x) * 3)
    }
  }
  return mirrored
}
