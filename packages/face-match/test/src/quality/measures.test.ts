import { describe, expect, it } from 'vitest'
import { measureBlur } from '../../../src/quality/blur.ts'
import { measureCover } from '../../../src/quality/cover.ts'
import { measureLight, toLuma } from '../../../src/quality/light.ts'

const side = 112
const draw = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: side * side }, (_, i) => value(i % side, Math.floor(i / side)))
const grey = (luma: Float32Array) => Float32Array.from({ length: luma.length * 3 }, (_, i) => luma[Math.floor(i / 3)]!)

describe('measureLight', () => {
  it('measures an even face', () => {
    expect(measureLight(draw(() => 100))).toEqual({ brightness: 100, contrast: 0, burntOut: 0 })
  })

  it('does not look at the corners', () => {
    expect(measureLight(draw((x, y) => (x < 8 && y < 8 ? 255 : 90)))).toEqual({
      brightness: 90,
      contrast: 0,
      burntOut: 0,
    })
  })

  it('measures contrast and what is burnt out: half of it 50, half of it 250', () => {
    const { brightness, contrast, burntOut } = measureLight(draw((x) => (x < 56 ? 50 : 250)))
    expect(brightness).toBeCloseTo(150, -1)
    expect(contrast).toBeCloseTo(100, 0)
    expect(burntOut).toBeCloseTo(0.5, 1)
  })
})

describe('toLuma', () => {
  it('weighs the channels as BT.601 does', () => {
    const luma = toLuma(Float32Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255))
    for (const [i, expected] of [76.245, 149.685, 29.07, 255].entries()) expect(luma[i]).toBeCloseTo(expected, 3)
  })
})

describe('measureBlur', () => {
  const noise = draw((x, y) => ((x * 7919 + y * 104_729 + x * y * 31) % 251) + 0)
  const blurred = (luma: Float32Array, reach: number) =>
    draw((x, y) => {
      let sum = 0
      let count = 0
      for (let v = Math.max(0, y - reach); v <= Math.min(side - 1, y + reach); v++) {
        for (let u = Math.max(0, x - reach); u <= Math.min(side - 1, x + reach); u++) {
          sum += luma[v * side + u]!
          count++
        }
      }
      return sum / count
    })

  // Once leaves sharp edges of its window behind.
  const twice = (reach: number) => blurred(blurred(noise, reach), reach)

  it('rises with the blur, between 0 and 1', () => {
    const steps = [noise, twice(1), twice(2), twice(4)].map(measureBlur)
    for (const [i, step] of steps.entries()) {
      expect(step).toBeGreaterThan(i === 0 ? 0 : steps[i - 1]!)
      expect(step).toBeLessThanOrEqual(1)
    }
    expect(steps[0]).toBeLessThan(0.3)
    expect(steps[3]).toBeGreaterThan(0.6)
  })

  it('does not depend on contrast or brightness', () => {
    expect(measureBlur(noise.map((value) => value / 4 + 60))).toBeCloseTo(measureBlur(noise), 4)
  })

  it('is 1 where nothing changes', () => {
    expect(measureBlur(draw(() => 77))).toBe(1)
  })
})

describe('measureCover', () => {
  it('finds nothing on an even grey face', () => {
    const luma = draw(() => 120)
    const { eyeLight, mouthColour, mouthLight } = measureCover(grey(luma), luma)
    expect(eyeLight).toBeCloseTo(1, 4)
    expect(mouthColour).toBeCloseTo(0, 6)
    expect(mouthLight).toBeCloseTo(1, 4)
  })

  it('sees dark glasses: the eye regions at a quarter of the cheeks', () => {
    const luma = draw((_, y) => (y >= 46 && y < 58 ? 30 : 120))
    expect(measureCover(grey(luma), luma).eyeLight).toBeCloseTo(0.25, 3)
  })

  it('sees a blue cloth over the mouth: shares of red and green (.25, .33) beside skin of (.5, .3)', () => {
    const pixels = new Float32Array(side * side * 3)
    for (let i = 0; i < side * side; i++) pixels.set(i >= 80 * side ? [75, 99, 126] : [150, 90, 60], i * 3)
    expect(measureCover(pixels, toLuma(pixels)).mouthColour).toBeCloseTo(Math.hypot(0.25, 0.03), 3)
  })
})
