import type { Movement } from './movement.ts'

/** Times the size at rest: from 50 cm, a move by 12 cm. */
const closerAt = 1.3

export function cameCloser({ size }: Movement): boolean {
  return size >= closerAt
}

/** Never asked for; the inverse of coming closer. */
export function wentAway({ size }: Movement): boolean {
  return size <= 1 / closerAt
}
