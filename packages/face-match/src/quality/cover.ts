const side = 112

/** Signs that something covers a face, as ratios on the aligned face. About 1, 0 and 1 where nothing does. */
export type FaceCover = {
  /** Brightest tenth of the eye regions over the mean of the cheeks: dark glasses bring it under .52. */
  eyeLight: number
  /** Distance in chromaticity between the mouth region and the skin between and under the eyes. */
  mouthColour: number
  /** Luma of the mouth region over that of the same skin. */
  mouthLight: number
}

type Box = { top: number; bottom: number; left: number; right: number }

const eyes: readonly Box[] = [
  { top: 46, bottom: 58, left: 30, right: 47 },
  { top: 46, bottom: 58, left: 65, right: 82 },
]
const cheeks: readonly Box[] = [
  { top: 66, bottom: 80, left: 30, right: 44 },
  { top: 66, bottom: 80, left: 68, right: 82 },
]
const upperSkin: readonly Box[] = [
  { top: 58, bottom: 63, left: 42, right: 70 },
  { top: 36, bottom: 46, left: 50, right: 62 },
]
const mouth: readonly Box[] = [{ top: 84, bottom: 106, left: 38, right: 74 }]

/**
 * @param pixels 112 × 112 × 3 values of an aligned face, RGB 0…255
 * @param luma the same as 112 × 112 luma values
 */
export function measureCover(pixels: Float32Array, luma: Float32Array): FaceCover {
  const eyeLuma = eyes.flatMap((box) => [...within(box)].map((i) => luma[i]!)).sort((p, q) => p - q)
  const [skin, lips] = [colourOf(pixels, upperSkin), colourOf(pixels, mouth)]
  return {
    eyeLight: eyeLuma[Math.floor(eyeLuma.length * 0.9)]! / meanOf(luma, cheeks),
    mouthColour: Math.hypot(lips.red - skin.red, lips.green - skin.green),
    mouthLight: meanOf(luma, mouth) / meanOf(luma, upperSkin),
  }
}

/** Mean chromaticity: shares of red and green, which do not change with the light. */
function colourOf(pixels: Float32Array, boxes: readonly Box[]): { red: number; green: number } {
  let red = 0
  let green = 0
  let count = 0
  for (const box of boxes) {
    for (const i of within(box)) {
      const total = pixels[3 * i]! + pixels[3 * i + 1]! + pixels[3 * i + 2]! + 1e-3
      red += pixels[3 * i]! / total
      green += pixels[3 * i + 1]! / total
      count++
    }
  }
  return { red: red / count, green: green / count }
}

function meanOf(luma: Float32Array, boxes: readonly Box[]): number {
  const means = boxes.map((box) => {
    const values = [...within(box)].map((i) => luma[i]!)
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
  return means.reduce((sum, mean) => sum + mean, 1e-3) / means.length
}

function* within({ top, bottom, left, right }: Box): Generator<number> {
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) yield y * side + x
}
