import { type Affine, applyAffine, type Point } from '../affine.ts'
import { cutOut } from '../cut-out.ts'
import { buildPyramid, type RgbImage } from '../image.ts'
import type { FaceMesh } from '../mesh.ts'

/** How dark the darkest spot of each eye is against the skin below it, 0…1; left and right as in the picture. */
export type EyeDarkness = { left: number; right: number }

/** FaceMesh's numbers of the corners of each eye, from the left of the picture to its right. */
const corners = { left: [33, 133], right: [362, 263] } as const

/** Side of the looked-at square in pixels; it is `squareWidths` eye widths wide. */
const side = 40
const squareWidths = 1.6
const eyeWidth = side / squareWidths
/** An iris is about .4 of an eye wide; a lash line is as long and dark, but thin, so a disc of this radius tells them. */
const discRadius = 0.16 * eyeWidth

/**
 * Measures the iris: the darkest disc between the corners of an eye. FaceMesh's lid points hardly follow a closing lid,
 * so whether an eye is open is read from the picture, where the mesh says the eye is.
 */
export function eyeDarkness(image: RgbImage, mesh: FaceMesh): EyeDarkness {
  const pyramid = buildPyramid(image)
  const darkness = ([from, to]: readonly [number, number]) => {
    const grey = toGrey(cutOut(pyramid, eyeSquare(mesh.points[from]!, mesh.points[to]!), side))
    return 1 - Math.min(1, darkestDisc(grey) / Math.max(1, skinBelow(grey)))
  }
  return { left: darkness(corners.left), right: darkness(corners.right) }
}

/** The map from the square to the picture: centred on the eye, its corners on a level. */
function eyeSquare(from: Point, to: Point): Affine {
  const a = (to.x - from.x) / eyeWidth
  const d = (to.y - from.y) / eyeWidth
  const middle = (side - 1) / 2
  const map = { a, b: -d, c: 0, d, e: a, f: 0 }
  const { x, y } = applyAffine(map, { x: middle, y: middle })
  return { ...map, c: (from.x + to.x) / 2 - x, f: (from.y + to.y) / 2 - y }
}

function toGrey(pixels: Float32Array): Float32Array {
  return Float32Array.from({ length: side * side }, (_, i) => {
    return 0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!
  })
}

/** Lowest mean over a disc whose centre is between the corners and not far above or below the line between them. */
function darkestDisc(grey: Float32Array): number {
  const middle = (side - 1) / 2
  let darkest = 255
  for (let y = Math.ceil(middle - 0.2 * eyeWidth); y <= middle + 0.15 * eyeWidth; y++) {
    for (let x = Math.ceil(middle - 0.28 * eyeWidth); x <= middle + 0.28 * eyeWidth; x++) {
      darkest = Math.min(darkest, discMean(grey, x, y))
    }
  }
  return darkest
}

function discMean(grey: Float32Array, x: number, y: number): number {
  let sum = 0
  let count = 0
  const reach = Math.floor(discRadius)
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      if (dx * dx + dy * dy > discRadius * discRadius) continue
      sum += grey[(y + dy) * side + x + dx]!
      count++
    }
  }
  return sum / count
}

/** Mean of a strip of skin below the eye. */
function skinBelow(grey: Float32Array): number {
  const middle = (side - 1) / 2
  let sum = 0
  let count = 0
  for (let y = Math.round(middle + 0.5 * eyeWidth); y <= middle + 0.75 * eyeWidth; y++) {
    for (let x = Math.round(middle - 0.3 * eyeWidth); x <= middle + 0.3 * eyeWidth; x++) {
      sum += grey[y * side + x]!
      count++
    }
  }
  return sum / count
}
