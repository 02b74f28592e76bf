import type { GraphModel } from '@tensorflow/tfjs-converter'
import { dispose, type Tensor, tensor4d } from '@tensorflow/tfjs-core'
import type { Point, Region } from './affine.ts'
import { regionToPicture } from './affine.ts'
import { cutOut } from './cut-out.ts'
import type { RgbImage } from './image.ts'

/** A face as BlazeFace sees it, in picture pixels. */
export type DetectedFace = {
  /** 0…1 */
  confidence: number
  centre: Point
  width: number
  height: number
  /** On the left of the picture. */
  leftEye: Point
  rightEye: Point
}

/** BlazeFace for near faces, which sees a picture at 128 pixels, and the five times slower one for far faces, at 256. */
export type FaceDetector = { near: GraphModel; far: GraphModel }

const valuesPerBox = 16 // centre, width, height, six key points
const minConfidence = 0.4
const overlapOfOneFace = 0.3
/** The near detector is believed alone where it is sure, and its face not so small that smaller ones may be missed. */
const near = { minConfidence: 0.75, minPart: 0.2 } as const

type Grid = { size: number; anchors: readonly (readonly Point[])[] }

/** Anchor centres of a fine grid of 16 × 16 with 2 boxes a cell, and a coarse one of 8 × 8 with 6. */
const grids = { near: makeGrid(128), far: makeGrid(256) } as const satisfies Record<keyof FaceDetector, Grid>

function makeGrid(size: number): Grid {
  const anchors = [
    { cells: 16, boxes: 2 },
    { cells: 8, boxes: 6 },
  ].map(({ cells, boxes }) =>
    Array.from({ length: cells * cells * boxes }, (_, i) => {
      const cell = size / cells
      const index = Math.floor(i / boxes)
      return { x: cell * ((index % cells) + 0.5), y: cell * (Math.floor(index / cells) + 0.5) }
    }),
  )
  return { size, anchors }
}

/**
 * Finds faces with BlazeFace on the letterboxed picture (never squashed: other proportions raise the scores of different
 * people). A face that fills the picture is missed at first, so it is tried again with a margin.
 * @returns faces in no particular order; none if there is none
 */
export async function detectFaces(
  detector: FaceDetector,
  pyramid: readonly [RgbImage, ...RgbImage[]],
): Promise<DetectedFace[]> {
  const { width, height } = pyramid[0]
  const centre = { x: (width - 1) / 2, y: (height - 1) / 2 }
  const whole = { centre, side: Math.max(width, height), angle: 0 }
  const faces = await detectInRegion(detector.near, grids.near, pyramid, whole)
  const sure = (face: DetectedFace) => face.confidence >= near.minConfidence && face.width >= near.minPart * whole.side
  if (faces.some(sure)) return faces
  for (const margin of [0, 0.5, 1.5]) {
    const region = { ...whole, side: whole.side * (1 + 2 * margin) }
    const found = await detectInRegion(detector.far, grids.far, pyramid, region)
    if (found.length > 0) return found
  }
  return []
}

async function detectInRegion(
  model: GraphModel,
  { size, anchors }: Grid,
  pyramid: readonly RgbImage[],
  region: Region,
): Promise<DetectedFace[]> {
  const pixels = cutOut(pyramid, regionToPicture(region, size), size, { gain: 1 / 127.5, offset: -1 })
  const input = tensor4d(pixels, [1, size, size, 3])
  const outputs = model.execute(input) as Tensor[]
  const values = await Promise.all(outputs.map((output) => output.data()))
  // The two models call their outputs by different names; what they are is told by their sizes.
  const valuesOf = (length: number) => values[outputs.findIndex(({ size: found }) => found === length)]!
  const candidates = anchors.flatMap((grid) =>
    candidatesOf(valuesOf(grid.length), valuesOf(grid.length * valuesPerBox), grid),
  )
  dispose([input, ...outputs])
  return mergeOverlapping(candidates).map((face) => toPicture(face, region, size))
}

/** The boxes that the detector believes in, among those of one grid. */
function candidatesOf(scores: ArrayLike<number>, boxes: ArrayLike<number>, grid: readonly Point[]): DetectedFace[] {
  return grid.flatMap((anchor, index) => {
    const confidence = 1 / (1 + Math.exp(-scores[index]!))
    if (!(confidence >= minConfidence)) return []
    const at = (offset: number) => boxes[index * valuesPerBox + offset]!
    const point = (offset: number): Point => ({ x: anchor.x + at(offset), y: anchor.y + at(offset + 1) })
    return [{ confidence, centre: point(0), width: at(2), height: at(3), leftEye: point(4), rightEye: point(6) }]
  })
}

/** Boxes that overlap are one face: their mean, weighted by confidence, as BlazeFace was published. */
function mergeOverlapping(candidates: DetectedFace[]): DetectedFace[] {
  const faces: DetectedFace[] = []
  let rest = candidates.toSorted((p, q) => q.confidence - p.confidence)
  for (let best = rest[0]; best !== undefined; best = rest[0]) {
    const strongest = best
    const same = rest.filter((other) => other === strongest || overlap(strongest, other) > overlapOfOneFace)
    rest = rest.filter((other) => !same.includes(other))
    const total = same.reduce((sum, face) => sum + face.confidence, 0)
    const mean = (of: (face: DetectedFace) => number) =>
      same.reduce((sum, face) => sum + of(face) * face.confidence, 0) / total
    const meanPoint = (of: (face: DetectedFace) => Point) => ({ x: mean((f) => of(f).x), y: mean((f) => of(f).y) })
    faces.push({
      confidence: strongest.confidence,
      centre: meanPoint((face) => face.centre),
      width: mean((face) => face.width),
      height: mean((face) => face.height),
      leftEye: meanPoint((face) => face.leftEye),
      rightEye: meanPoint((face) => face.rightEye),
    })
  }
  return faces
}

/** Intersection over union. */
function overlap(p: DetectedFace, q: DetectedFace): number {
  const shared = (a: number, aSize: number, b: number, bSize: number) =>
    Math.max(0, Math.min(a + aSize / 2, b + bSize / 2) - Math.max(a - aSize / 2, b - bSize / 2))
  const common = shared(p.centre.x, p.width, q.centre.x, q.width) * shared(p.centre.y, p.height, q.centre.y, q.height)
  return common / (p.width * p.height + q.width * q.height - common)
}

function toPicture(face: DetectedFace, region: Region, size: number): DetectedFace {
  const scale = region.side / size
  const place = ({ x, y }: Point) => ({
    x: region.centre.x + x * scale - region.side / 2,
    y: region.centre.y + y * scale - region.side / 2,
  })
  return {
    confidence: face.confidence,
    centre: place(face.centre),
    width: face.width * scale,
    height: face.height * scale,
    leftEye: place(face.leftEye),
    rightEye: place(face.rightEye),
  }
}
