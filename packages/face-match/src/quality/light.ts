/** Side of an aligned face in pixels. */
const side = 112

/** How a face is lit, measured within its oval on the aligned face; luma 0…255. */
export type FaceLight = {
  /** Mean luma. */
  brightness: number
  /** Standard deviation of the luma. */
  contrast: number
  /** Share of pixels at the upper end of the scale, 0…1: what is burnt out. */
  burntOut: number
}

/** Luma of an RGB picture (ITU-R BT.601). */
export function toLuma(pixels: Float32Array): Float32Array {
  return Float32Array.from(
    { length: pixels.length / 3 },
    (_, i) => 0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!,
  )
}

/** @param luma 112 × 112 values of an aligned face, 0…255 */
export function measureLight(luma: Float32Array): FaceLight {
  let count = 0
  let sum = 0
  let squares = 0
  let bright = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!isInOval(x, y)) continue
      const value = luma[y * side + x]!
      count++
      sum += value
      squares += value * value
      if (value > 245) bright++
    }
  }
  const brightness = sum / count
  return {
    brightness,
    contrast: Math.sqrt(Math.max(0, squares / count - brightness ** 2)),
    burntOut: bright / count,
  }
}

/** Where the face is on the template: hair and background at the corners do not count. */
function isInOval(x: number, y: number): boolean {
  return ((x - 56) / 38) ** 2 + ((y - 64) / 50) ** 2 < 1
}
