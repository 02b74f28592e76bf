import type { FaceMesh, MeshPoint } from './mesh.ts'

/** How a head is held, in degrees; all 0 when it faces the camera upright. */
export type HeadPose = {
  /** Positive when the nose points to the right of the picture. */
  yaw: number
  /** Positive when the person looks up. */
  pitch: number
  /** Positive when the head leans clockwise, as seen in the picture. */
  roll: number
}

/** FaceMesh's numbers: pairs across the face from the left of the picture to its right, and down its middle. */
const across = [
  [234, 454], // in front of the ears
  [33, 263], // outer corners of the eyes
  [61, 291], // corners of the mouth
] as const
const down = [[10, 152]] as const // top of the forehead, chin

const degrees = 180 / Math.PI

/** The pose of a head from its mesh: the directions across and down the face in space. */
export function headPose({ points }: FaceMesh): HeadPose {
  const right = meanDirection(points, across)
  const below = meanDirection(points, down)
  return {
    yaw: Math.atan2(right.z, Math.hypot(right.x, right.y)) * degrees,
    pitch: Math.atan2(-below.z, Math.hypot(below.x, below.y)) * degrees,
    roll: Math.atan2(right.y, right.x) * degrees,
  }
}

function meanDirection(
  points: readonly MeshPoint[],
  pairs: readonly (readonly [number, number])[],
): { x: number; y: number; z: number } {
  const sum = { x: 0, y: 0, z: 0 }
  for (const [from, to] of pairs) {
    sum.x += points[to]!.x - points[from]!.x
    sum.y += points[to]!.y - points[from]!.y
    sum.z += points[to]!.z - points[from]!.z
  }
  return sum
}
