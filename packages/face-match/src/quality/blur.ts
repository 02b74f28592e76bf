const side = 112
const border = 10
const reach = 4

/**
 * How blurred a face is, 0 (sharp) to 1: how little of the change from pixel to pixel is lost when the picture is
 * blurred once more. It does not depend on contrast (Crété, Dolmière, Ladret and Nicolas, "The blur effect", SPIE 6492,
 * 2007; with their filter of 9 pixels). Measured on the aligned face, so a face that was too small counts as blurred.
 * @param luma 112 × 112 values
 */
export function measureBlur(luma: Float32Array): number {
  return Math.max(blurAlong(luma, 1, side), blurAlong(luma, side, 1))
}

/** @param step from a pixel to the next along the direction, @param line from a line to the next */
function blurAlong(luma: Float32Array, step: number, line: number): number {
  let changes = 0
  let lost = 0
  for (let l = border; l < side - border; l++) {
    for (let p = border; p < side - border; p++) {
      // Means of nine pixels here and one further differ by what comes in and what goes out.
      const incoming = luma[l * line + (p + reach) * step]!
      const outgoing = luma[l * line + (p - reach - 1) * step]!
      const change = Math.abs(luma[l * line + p * step]! - luma[l * line + (p - 1) * step]!)
      changes += change
      lost += Math.max(0, change - Math.abs(incoming - outgoing) / (2 * reach + 1))
    }
  }
  return changes === 0 ? 1 : (changes - lost) / changes
}
