import type { Movement } from './movement.ts'

/**
 * Degrees from rest. FaceMesh sees a head that turns by 20° at 16–18°, and no more than 5° in a flat photo that is
 * turned by any angle, 15° in one that is bent half round a cylinder and turned (docs/liveness.md).
 */
const turnedAt = 17

/** To the person's own left, which is the right of a picture that is not mirrored. */
export function turnedLeft({ yaw }: Movement): boolean {
  return yaw >= turnedAt
}

export function turnedRight({ yaw }: Movement): boolean {
  return yaw <= -turnedAt
}
