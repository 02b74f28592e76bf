import type { Movement } from './movement.ts'

/** Times the opening at rest. Between the two nothing changes, so that a trembling value is not several blinks. */
const closedBelow = 0.7
const openFrom = 0.84

/** How many times the eyes closed and opened again. Only to be asked of a head at rest. */
export function countBlinks(movements: readonly Movement[]): number {
  let closed = false
  let blinks = 0
  for (const { eyes } of movements) {
    if (!closed && eyes < closedBelow) closed = true
    else if (closed && eyes >= openFrom) {
      closed = false
      blinks++
    }
  }
  return blinks
}
