import type { Movement } from './movement.ts'

/**
 * Degrees from rest. FaceMesh sees a head that is raised by 25° at 15–31°, depending on the person; in a flat photo that
 * is tilted by 45° it sees 9° at most (docs/liveness.md).
 */
const raisedAt = 12

export function lookedUp({ pitch }: Movement): boolean {
  return pitch >= raisedAt
}

/** Never asked for: as far as this it is a movement of its own, and not a nod that goes with another one. */
const loweredAt = 14

export function lookedDown({ pitch }: Movement): boolean {
  return pitch <= -loweredAt
}
