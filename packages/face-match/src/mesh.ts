import type { GraphModel } from '@tensorflow/tfjs-converter'
import { dispose, type Tensor, tensor4d } from '@tensorflow/tfjs-core'
import { applyAffine, type Point, type Region, regionToPicture } from './affine.ts'
import { cutOut } from './cut-out.ts'
import type { DetectedFace } from './detect.ts'
import type { RgbImage } from './image.ts'

/** A place in a picture with its depth, in pixels; `z` grows away from the camera, and only differences have a meaning. */
export type MeshPoint = Point & { z: number }

/** 468 points of a face in picture pixels. */
export type FaceMesh = {
  points: readonly MeshPoint[]
  /** How sure FaceMesh is that there is a face at all, 0…1. */
  confidence: number
}

const size = 192
const pointCount = 468
const regionPerFace = 1.5
/** Outer corners of the two eyes in FaceMesh's numbering: the line between them gives the turn of the head. */
const outerEyeCorners = { left: 33, right: 263 }

/** Runs FaceMesh twice: the region of the first mesh is steadier than the detector's box, and alignment decides accuracy. */
export async function findMesh(
  model: GraphModel,
  pyramid: readonly RgbImage[],
  face: DetectedFace,
  pause: () => Promise<void>,
): Promise<FaceMesh> {
  const first = await runMesh(model, pyramid, regionOfDetection(face))
  await pause()
  return runMesh(model, pyramid, regionOfMesh(first.points))
}

async function runMesh(model: GraphModel, pyramid: readonly RgbImage[], region: Region): Promise<FaceMesh> {
  const toPicture = regionToPicture(region, size)
  const input = tensor4d(cutOut(pyramid, toPicture, size, { gain: 1 / 255, offset: 0 }), [1, size, size, 3])
  const outputs = model.execute(input, ['Identity_2', 'Identity_1']) as Tensor[]
  const [mesh, flag] = await Promise.all(outputs.map((output) => output.data()))
  dispose([input, outputs])
  const scale = region.side / size
  const points = Array.from({ length: pointCount }, (_, i) => ({
    ...applyAffine(toPicture, { x: mesh![3 * i]!, y: mesh![3 * i + 1]! }),
    z: mesh![3 * i + 2]! * scale,
  }))
  return { points, confidence: flag![0]! }
}

function regionOfDetection({ centre, width, height, leftEye, rightEye }: DetectedFace): Region {
  return { centre, side: Math.max(width, height) * regionPerFace, angle: angleBetween(leftEye, rightEye) }
}

/** The upright box around the turned mesh. */
function regionOfMesh(points: readonly Point[]): Region {
  const angle = angleBetween(points[outerEyeCorners.left]!, points[outerEyeCorners.right]!)
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  const xs = points.map(({ x, y }) => cosine * x + sine * y)
  const ys = points.map(({ x, y }) => cosine * y - sine * x)
  const bounds = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
  const x = (bounds.left + bounds.right) / 2
  const y = (bounds.top + bounds.bottom) / 2
  return {
    centre: { x: cosine * x - sine * y, y: sine * x + cosine * y },
    side: Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) * regionPerFace,
    angle,
  }
}

function angleBetween(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x)
}
