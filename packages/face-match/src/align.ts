import { type Affine, invertAffine, type Point } from './affine.ts'
import { cutOut } from './cut-out.ts'
import type { RgbImage } from './image.ts'
import type { FaceMesh } from './mesh.ts'

/** Side of an aligned face in pixels. */
const alignedSize = 112

/** Eyes, nose and corners of the mouth; left and right as in the picture. */
export type FacePoints = { leftEye: Point; rightEye: Point; nose: Point; leftMouth: Point; rightMouth: Point }

/** Where the five points lie in the 112 × 112 pictures that ArcFace networks were trained on. */
const template: FacePoints = {
  leftEye: { x: 38.2946, y: 51.6963 },
  rightEye: { x: 73.5318, y: 51.5014 },
  nose: { x: 56.0252, y: 71.7366 },
  leftMouth: { x: 41.5493, y: 92.3655 },
  rightMouth: { x: 70.7299, y: 92.2041 },
}

/** FaceMesh's numbers: eight points along the lids of each eye, the tip of the nose, the corners of the mouth. */
const meshPoints = {
  leftEye: [33, 133, 159, 145, 158, 153, 160, 144],
  rightEye: [362, 263, 386, 374, 385, 380, 387, 373],
  nose: [1, 4],
  leftMouth: [61],
  rightMouth: [291],
} as const satisfies Record<keyof FacePoints, readonly number[]>

/** The five points of a mesh; eyes and nose are means, which shake less than single points. */
export function facePoints({ points }: FaceMesh): FacePoints {
  const mean = (indices: readonly number[]) => ({
    x: indices.reduce((sum, i) => sum + points[i]!.x, 0) / indices.length,
    y: indices.reduce((sum, i) => sum + points[i]!.y, 0) / indices.length,
  })
  return {
    leftEye: mean(meshPoints.leftEye),
    rightEye: mean(meshPoints.rightEye),
    nose: mean(meshPoints.nose),
    leftMouth: mean(meshPoints.leftMouth),
    rightMouth: mean(meshPoints.rightMouth),
  }
}

/**
 * Turns, scales and moves a face to the template, by the similarity transform with the least squared error.
 * @returns 112 × 112 × 3 values, RGB 0…255
 */
export function alignFace(pyramid: readonly RgbImage[], points: FacePoints): Float32Array {
  const names = Object.keys(template) as (keyof FacePoints)[]
  const toTemplate = fitSimilarity(
    names.map((name) => points[name]),
    names.map((name) => template[name]),
  )
  return cutOut(pyramid, invertAffine(toTemplate), alignedSize)
}

/** The least-squares similarity (turn, scale, move; no mirror) from one list of points to another: Umeyama 1991. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const fromMean = meanOf(from)
  const toMean = meanOf(to)
  let along = 0
  let across = 0
  let spread = 0
  for (const [i, point] of from.entries()) {
    const x = point.x - fromMean.x
    const y = point.y - fromMean.y
    const u = to[i]!.x - toMean.x
    const v = to[i]!.y - toMean.y
    along += x * u + y * v
    across += x * v - y * u
    spread += x * x + y * y
  }
  const a = along / spread
  const d = across / spread
  return {
    a,
    b: -d,
    c: toMean.x - a * fromMean.x + d * fromMean.y,
    d,
    e: a,
    f: toMean.y - d * fromMean.x - a * fromMean.y,
  }
}

function meanOf(points: readonly Point[]): Point {
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  }
}
