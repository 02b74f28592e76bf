import type { Movement } from './movement.ts'

/**
 * Degrees from rest. FaceMesh sees nodding at half to nine tenths of its angle, so this is a head raised by 11° to 20°;
 * a flat photo that is tilted by up to 45° shows less than 4° (docs/liveness.md).
 */
const raisedAt = 10

export function lookedUp({ pitch }: Movement): boolean {
  return pitch >= raisedAt
}

/** Never asked for: as far as this it is a movement of its own, and not a nod that goes with another one. */
const loweredAt = 14

export function lookedDown({ pitch }: Movement): boolean {
  return pitch <= -loweredAt
}
