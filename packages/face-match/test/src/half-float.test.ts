import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHalfFloats, writeHalfFloats } from '../../src/half-float.ts'

const half = (bits: number) => Uint8Array.of(bits & 0xff, bits >> 8)
const read = (bits: number) => readHalfFloats(half(bits))[0]
const written = (value: number) => {
  const [low, high] = writeHalfFloats(Float32Array.of(value))
  return low! | (high! << 8)
}

describe('numbers of 16 bits', () => {
  // IEEE 754-2019, table 3.5 and the worked examples of binary16.
  const known = [
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 2 ** -14 - 2 ** -24],
    [0x0001, 2 ** -24],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ] as const

  it('are read and written as IEEE 754 has them', () => {
    for (const [bits, value] of known) {
      expect(read(bits)).toBe(value)
      expect(written(value)).toBe(bits)
    }
    expect(read(0x7e00)).toBeNaN()
    expect(read(written(Number.NaN))).toBeNaN()
  })

  it('round to the nearest, ties to even, and carry into the exponent', () => {
    expect(written(1 + 2 ** -11)).toBe(0x3c00) // halfway between 1 and the next: to even
    expect(written(1 + 3 * 2 ** -11)).toBe(0x3c02)
    expect(written(1 + 2 ** -11 + 2 ** -20)).toBe(0x3c01)
    expect(written(2 - 2 ** -12)).toBe(0x4000)
    expect(written(65519)).toBe(0x7bff)
    expect(written(65520)).toBe(0x7c00)
    expect(written(2 ** -25)).toBe(0)
    expect(written(2 ** -25 * 1.01)).toBe(1)
  })

  it('come back as they were written, all 65,536 of them but those that are no number', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = read(bits)!
      if (!Number.isNaN(value)) expect(written(value)).toBe(bits)
    }
  })

  it('are off by at most one part in 2,048', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 60_000, noNaN: true }), (value) => {
        const near = Math.fround(value)
        expect(Math.abs(read(written(near))! - near)).toBeLessThanOrEqual(near / 2048)
      }),
    )
  })
})
