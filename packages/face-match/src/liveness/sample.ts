import type { Point } from '../affine.ts'
import type { RgbImage } from '../image.ts'
import type { FaceInspection } from '../inspect-face.ts'
import type { FaceMesh } from '../mesh.ts'
import { eyeDarkness } from './eye-darkness.ts'

/** What geometry is read from one frame. */
export type FaceSample = {
  /** Milliseconds since the challenge was shown. */
  at: number
  /** Degrees, as in `HeadPose`. */
  yaw: number
  pitch: number
  roll: number
  /** Grows with nearness and not with turning, in pixels. */
  size: number
  /** Height over width as seen in the picture: a photo that is tilted gets flatter or narrower. */
  aspect: number
  /** Of the face, in pixels. */
  centre: Point
  /** Grows with the opening of the eyes; only its ratio to the same person's open eyes has a meaning. */
  eyes: number
}

/** Pairs of FaceMesh's points far apart: in front of the ears, and forehead and chin. */
const across = [234, 454] as const
const down = [10, 152] as const

/** Reduces a frame to the numbers that movements are told from. */
export function sampleFace(at: number, image: RgbImage, inspection: FaceInspection): FaceSample {
  const { mesh, pose, eyes, centre } = inspection
  const darkness = eyeDarkness(image, mesh)
  return {
    at,
    ...pose,
    size: (span(mesh, across, 1) + span(mesh, down, 1)) / 2,
    aspect: span(mesh, down, 0) / span(mesh, across, 0),
    centre,
    // Either sign alone misses blinks: the mesh follows some lids hardly at all, and glasses hide the iris.
    eyes: ((eyes.left + eyes.right) / 2) * ((darkness.left + darkness.right) / 2),
  }
}

/** How far two points are apart; `depth` 0 for their distance in the picture, 1 for that in space. */
function span({ points }: FaceMesh, [from, to]: readonly [number, number], depth: 0 | 1): number {
  const [p, q] = [points[from]!, points[to]!]
  return Math.hypot(p.x - q.x, p.y - q.y, depth * (p.z - q.z))
}
