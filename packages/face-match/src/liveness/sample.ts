import type { Point } from '../affine.ts'
import type { RgbImage } from '../image.ts'
import type { FaceInspection } from '../inspect-face.ts'
import type { MeshPoint } from '../mesh.ts'
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
  /** Of the face, in pixels. */
  centre: Point
  /** Grows with the opening of the eyes; only its ratio to the same person's open eyes has a meaning. */
  eyes: number
}

/** Pairs of FaceMesh's points far apart: in front of the ears, and forehead and chin. */
const spans = [
  [234, 454],
  [10, 152],
] as const

/** Reduces a frame to the numbers that movements are told from. */
export function sampleFace(at: number, image: RgbImage, inspection: FaceInspection): FaceSample {
  const { mesh, pose, eyes, centre } = inspection
  const darkness = eyeDarkness(image, mesh)
  return {
    at,
    ...pose,
    size: spans.reduce((sum, [from, to]) => sum + distance(mesh.points[from]!, mesh.points[to]!), 0) / spans.length,
    centre,
    // Either sign alone misses blinks: the mesh follows some lids hardly at all, and glasses hide the iris.
    eyes: ((eyes.left + eyes.right) / 2) * ((darkness.left + darkness.right) / 2),
  }
}

function distance(p: MeshPoint, q: MeshPoint): number {
  return Math.hypot(p.x - q.x, p.y - q.y, p.z - q.z)
}
