import { createCipheriv } from 'node:crypto'
import type { RandomBytes } from '@bai/credential'
import { randomIndex } from './random-index.ts'

export const DECOY_SEED_BYTES = 32
/** One entry in this many is kept back for decoys. */
export const DECOY_SHARE = 16
const BLOCK_BYTES = 4096

/** Which entries of a list are kept back for decoys, in the order in which they are set. */
export type DecoyReserve = {
  readonly order: readonly number[]
  has(index: number): boolean
}

/** How many decoys a list of this size can have. */
export function maxDecoys(size: number): number {
  return Math.floor(size / DECOY_SHARE)
}

/**
 * Derives the decoys of a list from its seed: distinct entries by chance, the same in every process and after every
 * start. No credential is ever given one of them, so none that is set can be in anybody's way.
 *
 * @param seed 32 bytes; null for a list without decoys
 */
export function decoyReserve(seed: Uint8Array | null, size: number): DecoyReserve {
  const chosen = new Set<number>()
  if (seed !== null) {
    const stream = keyStream(seed)
    while (chosen.size < maxDecoys(size)) chosen.add(randomIndex(size, stream))
  }
  return { order: [...chosen], has: (index) => chosen.has(index) }
}

/** AES-256 in counter mode over zeros, under a key that is used for nothing else. */
function keyStream(seed: Uint8Array): RandomBytes {
  const cipher = createCipheriv('aes-256-ctr', seed, new Uint8Array(16))
  const zeros = new Uint8Array(BLOCK_BYTES)
  let block: Uint8Array = new Uint8Array(0)
  return (length) => {
    if (block.length < length) block = cipher.update(zeros)
    const taken = block.subarray(0, length)
    block = block.subarray(length)
    return taken
  }
}
