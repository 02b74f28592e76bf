import type { Affine } from './affine.ts'
import type { RgbImage } from './image.ts'

/**
 * Cuts a square out of a picture: bilinear, black outside the picture.
 * @param pyramid the picture and its halvings
 * @param toPicture map from cut-out pixels to picture pixels, a similarity
 * @param size side of the cut-out in pixels
 * @returns `size * size * 3` values, RGB 0…255
 */
export function cutOut(pyramid: readonly RgbImage[], toPicture: Affine, size: number): Float32Array {
  let scale = Math.sqrt(Math.abs(toPicture.a * toPicture.e - toPicture.b * toPicture.d))
  let { a, b, c, d, e, f } = toPicture
  let level = 0
  // Take the smallest level that still has as many pixels as the cut-out. In a halved picture, centres move by ¼.
  for (; scale >= 2 && level + 1 < pyramid.length; level++) {
    ;({ a, b, c, d, e, f } = { a: a / 2, b: b / 2, c: c / 2 - 0.25, d: d / 2, e: e / 2, f: f / 2 - 0.25 })
    scale /= 2
  }
  const image = pyramid[level]
  if (image === undefined) throw new TypeError('the pyramid must have at least one level')
  const samples = scale >= 1.5 ? 2 : 1
  const weight = 1 / (samples * samples)
  const result = new Float32Array(size * size * 3)
  for (let y = 0, target = 0; y < size; y++) {
    for (let x = 0; x < size; x++, target += 3) {
      for (let sy = 0; sy < samples; sy++) {
        for (let sx = 0; sx < samples; sx++) {
          const px = x + (sx + 0.5) / samples - 0.5
          const py = y + (sy + 0.5) / samples - 0.5
          addSample(image, a * px + b * py + c, d * px + e * py + f, weight, result, target)
        }
      }
    }
  }
  return result
}

function addSample(
  { width, height, data }: RgbImage,
  x: number,
  y: number,
  weight: number,
  result: Float32Array,
  target: number,
): void {
  const left = Math.floor(x)
  const top = Math.floor(y)
  for (let corner = 0; corner < 4; corner++) {
    const cx = left + (corner & 1)
    const cy = top + (corner >> 1)
    if (cx < 0 || cy < 0 || cx >= width || cy >= height) continue
    const share = weight * (1 - Math.abs(x - cx)) * (1 - Math.abs(y - cy))
    const source = (cy * width + cx) * 3
    result[target]! += share * data[source]!
    result[target + 1]! += share * data[source + 1]!
    result[target + 2]! += share * data[source + 2]!
  }
}
