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

const size = 256
const valuesPerBox = 16 // centre, width, height, six key points
const minConfidence = 0.4
const overlapOfOneFace = 0.3

/** Anchor centres: a grid of 16 × 16 with 2 boxes a cell, then 8 × 8 with 6. */
const anchors: readonly Point[] = [
  { cell: 16, boxes: 2 },
  { cell: 32, boxes: 6 },
].flatMap(({ cell, boxes }) => {
  const cells = size / cell
  return Array.from({ length: cells * cells * boxes }, (_, i) => {
    const index = Math.floor(i / boxes)
    return { x: cell * ((index % cells) + 0.5), y: cell * (Math.floor(index / cells) + 0.5) }
  })
})

/**
 * Finds faces with BlazeFace-back on the letterboxed picture (never squashed: other proportions raise the scores of
 * different people). A face that fills the picture is missed at first, so it is tried again with a margin.
 * @returns faces in no particular order; none if there is none
 */
export async function detectFaces(
  model: GraphModel,
  pyramid: readonly [RgbImage, ...RgbImage[]],
): Promise<DetectedFace[]> {
  const { width, height } = pyramid[0]
  const centre = { x: (width - 1) / 2, y: (height - 1) / 2 }
  for (const margin of [0, 0.5, 1.5]) {
    const region = { centre, side: Math.max(width, height) * (1 + 2 * margin), angle: 0 }
    const faces = await detectInRegion(model, pyramid, region)
    if (faces.length > 0) return faces
  }
  return []
}

async function detectInRegion(
  model: GraphModel,
  pyramid: readonly RgbImage[],
  region: Region,
): Promise<DetectedFace[]> {
  const pixels = cutOut(pyramid, regionToPicture(region, size), size, { gain: 1 / 127.5, offset: -1 })
  const input = tensor4d(pixels, [1, size, size, 3])
  const outputs = model.execute(input, ['Identity', 'Identity_1', 'Identity_2', 'Identity_3']) as Tensor[]
  const [fineScores, coarseScores, fineBoxes, coarseBoxes] = await Promise.all(outputs.map((output) => output.data()))
  dispose([input, outputs])
  const fine = candidatesOf(fineScores!, fineBoxes!, anchors.slice(0, fineScores!.length))
  const coarse = candidatesOf(coarseScores!, coarseBoxes!, anchors.slice(fineScores!.length))
  return mergeOverlapping([...fine, ...coarse]).map((face) => toPicture(face, region))
}

/** The boxes that the detector believes in, among those of one grid. */
function candidatesOf(
  scores: ArrayLike<number>,
  boxes: ArrayLike<number>,
  gridAnchors: readonly Point[],
): DetectedFace[] {
  return gridAnchors.flatMap((anchor, index) => {
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

function toPicture(face: DetectedFace, region: Region): DetectedFace {
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
