import type { Affine } from './affine.ts'
import type { RgbImage } from './image.ts'

/** How pixel values 0…255 become what a network wants: value · gain + offset. */
export type PixelScale = { gain: number; offset: number }

const asTheyAre: PixelScale = { gain: 1, offset: 0 }

/**
 * Cuts a square out of a picture: bilinear, black outside the picture. A third of all work outside the networks happens
 * here, hence the plain loops.
 * @param pyramid the picture and its halvings
 * @param toPicture map from cut-out pixels to picture pixels, a similarity
 * @param size side of the cut-out in pixels
 * @returns `size * size * 3` values, RGB, scaled
 */
export function cutOut(
  pyramid: readonly RgbImage[],
  toPicture: Affine,
  size: number,
  { gain, offset }: PixelScale = asTheyAre,
): Float32Array {
  const { image, map, scale } = chooseLevel(pyramid, toPicture)
  // Up to twice as coarse as the level: four samples a pixel, or fine patterns would turn into coarse ones.
  const samples = scale >= 1.5 ? 2 : 1
  const places = samples === 1 ? [0] : [-0.25, 0.25]
  const weight = gain / (samples * samples)
  const result = new Float32Array(size * size * 3).fill(offset)
  for (const sy of places) {
    for (const sx of places) addSamples(image, map, { sx, sy }, size, weight, result)
  }
  return result
}

/** The smallest level that still has as many pixels as the cut-out, and the map to it. In a halved picture, centres move by ¼. */
function chooseLevel(pyramid: readonly RgbImage[], toPicture: Affine) {
  let scale = Math.sqrt(Math.abs(toPicture.a * toPicture.e - toPicture.b * toPicture.d))
  let map = toPicture
  let level = 0
  for (; scale >= 2 && level + 1 < pyramid.length; level++) {
    const { a, b, c, d, e, f } = map
    map = { a: a / 2, b: b / 2, c: c / 2 - 0.25, d: d / 2, e: e / 2, f: f / 2 - 0.25 }
    scale /= 2
  }
  const image = pyramid[level]
  if (image === undefined) throw new TypeError('the pyramid must have at least one level')
  return { image, map, scale }
}

/** Adds one sample for each pixel of the cut-out, taken `sx`, `sy` pixels beside its centre. */
function addSamples(
  { width, height, data }: RgbImage,
  { a, b, c, d, e, f }: Affine,
  { sx, sy }: { sx: number; sy: number },
  size: number,
  weight: number,
  result: Float32Array,
): void {
  const row = width * 3
  for (let y = 0, target = 0; y < size; y++) {
    for (let x = 0; x < size; x++, target += 3) {
      const px = a * (x + sx) + b * (y + sy) + c
      const py = d * (x + sx) + e * (y + sy) + f
      const left = Math.floor(px)
      const top = Math.floor(py)
      if (left < -1 || top < -1 || left >= width || top >= height) continue
      const right = px - left
      const below = py - top
      // Corners outside the picture are black: their share is nothing, read from a place that is there.
      const x0 = left >= 0 ? 1 - right : 0
      const x1 = left + 1 < width ? right : 0
      const y0 = top >= 0 ? (1 - below) * weight : 0
      const y1 = top + 1 < height ? below * weight : 0
      const upper = Math.max(top, 0) * row
      const lower = Math.min(top + 1, height - 1) * row
      const near = Math.max(left, 0) * 3
      const far = Math.min(left + 1, width - 1) * 3
      for (let channel = 0; channel < 3; channel++) {
        result[target + channel]! +=
          y0 * (x0 * data[upper + near + channel]! + x1 * data[upper + far + channel]!) +
          y1 * (x0 * data[lower + near + channel]! + x1 * data[lower + far + channel]!)
      }
    }
  }
}
