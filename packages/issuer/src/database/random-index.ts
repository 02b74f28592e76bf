import type { RandomBytes } from '@bai/credential'

const RANGE = 2 ** 32

/** Uniform below `size`, at most 2^32: draws above the last whole multiple are thrown away. */
export function randomIndex(size: number, randomBytes: RandomBytes): number {
  const limit = RANGE - (RANGE % size)
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4)
    const drawn = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
    if (drawn < limit) return drawn % size
  }
}
