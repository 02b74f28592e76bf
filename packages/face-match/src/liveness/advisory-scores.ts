import { cutOut } from '../cut-out.ts'
import { buildPyramid, type RgbImage } from '../image.ts'
import type { FaceInspection } from '../inspect-face.ts'

/**
 * Signs that a picture was taken of a picture. **Advisory: nothing may be decided by them.** On the pictures that they
 * were measured on, three of four attacks pass a limit that one live person in ten fails (docs/liveness.md). They are
 * for an officer who looks at a doubtful case, and for collecting figures.
 */
export type AdvisoryScores = {
  /** Share of the finest detail in the face, 0…1: taking a picture of a picture blurs it. */
  fineDetail: number
  /** Share of the face that is as bright as a pixel can be, 0…1: glossy paper and screens shine. */
  highlights: number
}

/** Side in pixels; the face's box is scaled to it, so that pictures of all sizes are measured alike. */
const side = 64
/** Cycles over the side; what is slower than this is the face itself. */
const fineFrom = 12

/** From which value on a channel counts as blown out. */
const blownOut = 250

/** Measures one frame. */
export function advisoryScores(image: RgbImage, { centre, width }: FaceInspection): AdvisoryScores {
  const scale = (width * 0.8) / side
  const middle = (scale * (side - 1)) / 2
  const toPicture = { a: scale, b: 0, c: centre.x - middle, d: 0, e: scale, f: centre.y - middle }
  const pixels = cutOut(buildPyramid(image), toPicture, side)
  const green = Float32Array.from({ length: side * side }, (_, i) => pixels[3 * i + 1]!)
  const bright = green.filter((_, i) => Math.max(...pixels.subarray(3 * i, 3 * i + 3)) >= blownOut).length
  return { fineDetail: fineShare(green), highlights: bright / green.length }
}

/** Which share of all power is of high frequency. */
function fineShare(values: Float32Array): number {
  const { power, frequency } = spectrum(values)
  let all = 0
  let fine = 0
  for (const [i, value] of power.entries()) {
    if (frequency[i]! < 1) continue
    all += value
    if (frequency[i]! >= fineFrom) fine += value
  }
  return all > 0 ? fine / all : 0
}

/** Power and frequency (in cycles over the side) of a two-dimensional Fourier transform of a windowed picture. */
function spectrum(values: Float32Array): { power: Float32Array; frequency: Float32Array } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const window = (i: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / side)
  const real = values.map((value, i) => (value - mean) * window(i % side) * window(Math.floor(i / side)))
  const rows = transformRows(real, new Float32Array(real.length))
  const both = transformRows(rows.real, rows.imaginary)
  const power = both.real.map((value, i) => value ** 2 + both.imaginary[i]! ** 2)
  const cycles = (k: number) => Math.min(k, side - k)
  const frequency = power.map((_, i) => Math.hypot(cycles(i % side), cycles(Math.floor(i / side))))
  return { power, frequency }
}

/** Transforms each row and turns the result over its diagonal, so that twice is a transform in both directions. */
function transformRows(real: Float32Array, imaginary: Float32Array) {
  const result = { real: new Float32Array(real.length), imaginary: new Float32Array(real.length) }
  const turns = Array.from({ length: side }, (_, k) => (2 * Math.PI * k) / side)
  const [cosines, sines] = [turns.map(Math.cos), turns.map(Math.sin)]
  for (let y = 0; y < side; y++) {
    for (let k = 0; k < side; k++) {
      let [re, im] = [0, 0]
      for (let x = 0; x < side; x++) {
        const t = (k * x) % side
        const [p, q] = [real[y * side + x]!, imaginary[y * side + x]!]
        re += p * cosines[t]! + q * sines[t]!
        im += q * cosines[t]! - p * sines[t]!
      }
      result.real[k * side + y] = re
      result.imaginary[k * side + y] = im
    }
  }
  return result
}
