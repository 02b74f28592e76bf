import type { FaceMesh, MeshPoint } from './mesh.ts'

/**
 * How far the eyes are open: the height of the opening over its width, about .3 when open and under .15 when closed
 * (Soukupová and Čech, 2016). Left and right as in the picture.
 */
export type EyeOpenness = { left: number; right: number }

/** FaceMesh's numbers: the corners of each eye, and pairs of points of the upper and the lower lid. */
const eyes = {
  left: {
    corners: [33, 133],
    lids: [
      [160, 144],
      [159, 145],
      [158, 153],
    ],
  },
  right: {
    corners: [362, 263],
    lids: [
      [385, 380],
      [386, 374],
      [387, 373],
    ],
  },
} as const

/** The eye aspect ratio of both eyes, measured in space so that a turned head does not seem to close them. */
export function eyeOpenness({ points }: FaceMesh): EyeOpenness {
  const openness = ({ corners, lids }: (typeof eyes)['left' | 'right']) => {
    const height = lids.reduce((sum, [upper, lower]) => sum + distance(points[upper]!, points[lower]!), 0)
    return height / lids.length / distance(points[corners[0]]!, points[corners[1]]!)
  }
  return { left: openness(eyes.left), right: openness(eyes.right) }
}

function distance(p: MeshPoint, q: MeshPoint): number {
  return Math.hypot(p.x - q.x, p.y - q.y, p.z - q.z)
}
