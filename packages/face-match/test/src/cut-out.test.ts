import { describe, expect, it } from 'vitest'
import { cutOut } from '../../src/cut-out.ts'
import { buildPyramid, type RgbImage } from '../../src/image.ts'

/** A picture whose red rises with x and green with y, by one a pixel. */
function ramp(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([x, y, 9], (y * width + x) * 3)
  }
  return { width, height, data }
}

const identity = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }

describe('cutOut', () => {
  it('copies the picture where the map is the identity', () => {
    const image = ramp(120, 112)
    const cut = cutOut(buildPyramid(image), identity, 64)
    for (const [x, y] of [
      [0, 0],
      [63, 0],
      [17, 40],
      [63, 63],
    ] as const) {
      expect(Array.from(cut.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3))).toEqual([x, y, 9])
    }
  })

  it('takes values between pixels', () => {
    const cut = cutOut(buildPyramid(ramp(120, 120)), { ...identity, c: 0.25, f: 0.5 }, 16)
    const at = (4 * 16 + 3) * 3
    expect(cut[at]).toBeCloseTo(3.25, 5)
    expect(cut[at + 1]).toBeCloseTo(4.5, 5)
  })

  it('is black outside the picture', () => {
    const cut = cutOut(buildPyramid(ramp(120, 120)), { ...identity, c: -50 }, 32)
    expect(cut.every((value) => value === 0)).toBe(true)
  })

  it('keeps every place when it uses a halved picture: the ramp stays the ramp at all scales', () => {
    const pyramid = buildPyramid(ramp(256, 256))
    for (const scale of [1, 1.4, 1.6, 2, 2.5, 3.9, 4]) {
      const cut = cutOut(pyramid, { a: scale, b: 0, c: 40, d: 0, e: scale, f: 30 }, 40)
      for (const [x, y] of [
        [2, 3],
        [20, 11],
        [38, 38],
      ] as const) {
        const at = (y * 40 + x) * 3
        expect(Math.abs(cut[at]! - (scale * x + 40)), `scale ${scale}`).toBeLessThan(0.76)
        expect(Math.abs(cut[at + 1]! - (scale * y + 30)), `scale ${scale}`).toBeLessThan(0.76)
      }
    }
  })
})

describe('buildPyramid', () => {
  it('makes each level of the means of 2 × 2 pixels, dropping an odd last row or column', () => {
    const [, half] = buildPyramid(ramp(129, 113))
    expect([half?.width, half?.height]).toEqual([64, 56])
    // Red 0, 1, 0, 1 has the mean 0.5, which rounds up to 1; two pixels on it is 2.5, so 3.
    expect(Array.from(half!.data.subarray(0, 6))).toEqual([1, 1, 9, 3, 1, 9])
  })
})
