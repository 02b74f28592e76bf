import type { Movement } from './movement.ts'

/**
 * Degrees. FaceMesh sees a head that turns by 20° at 15–20°, and no more than 9° in a flat photo that is turned by any
 * angle, 15° in one that is bent nearly half round a cylinder and turned (docs/liveness.md). So it must be this far from
 * rest, and as far from the camera's view as no such photo: else one could begin on the other side.
 */
const turnedAt = { fromRest: 17, fromView: 15 } as const

/** To the person's own left, which is the right of a picture that is not mirrored. */
export function turnedLeft({ yaw, absoluteYaw }: Movement): boolean {
  return yaw >= turnedAt.fromRest && absoluteYaw >= turnedAt.fromView
}

export function turnedRight({ yaw, absoluteYaw }: Movement): boolean {
  return yaw <= -turnedAt.fromRest && absoluteYaw <= -turnedAt.fromView
}
