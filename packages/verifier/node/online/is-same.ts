import { timingSafeEqual } from 'node:crypto'

/** In constant time, for whoever guesses learns from how long it takes. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
