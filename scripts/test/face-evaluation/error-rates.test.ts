import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureRate } from '../../face-evaluation/confidence-interval.ts'
import {
  bestAccuracy,
  countBelow,
  countFrom,
  equalErrorRate,
  thresholdAt,
  toScoreSet,
} from '../../face-evaluation/error-rates.ts'

describe('measureRate', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (errors, pairs, low, high) => {
    const measured = measureRate(errors, pairs)
    expect(measured.rate).toBeCloseTo(errors / pairs, 12)
    expect(measured.low).toBeCloseTo(low, 4)
    expect(measured.high).toBeCloseTo(high, 4)
  })

  it('knows nothing of no pairs', () => {
    expect(measureRate(0, 0)).toEqual({ errors: 0, pairs: 0, rate: 0, low: 0, high: 1 })
  })
})

const hundred = Array.from({ length: 100 }, (_, i) => i / 100)

describe('thresholds', () => {
  const { impostor } = toScoreSet({ genuine: [], impostor: hundred.toReversed() })

  it('let through the part that is allowed, and not one more', () => {
    expect(countFrom(impostor, thresholdAt(impostor, 0.05))).toBe(5)
    expect(countFrom(impostor, thresholdAt(impostor, 0.059))).toBe(5)
    expect(countFrom(impostor, thresholdAt(impostor, 0))).toBe(0)
    // Too few to show a thousandth: none is let through.
    expect(countFrom(impostor, thresholdAt(impostor, 1e-3))).toBe(0)
  })

  it('do so for any scores, equal ones too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (scores, rate) => {
          const sorted = Float64Array.from(scores).sort()
          const threshold = thresholdAt(sorted, rate)
          expect(countFrom(sorted, threshold) / sorted.length).toBeLessThanOrEqual(rate)
          expect(countBelow(sorted, threshold) + countFrom(sorted, threshold)).toBe(sorted.length)
        },
      ),
    )
  })
})

describe('equalErrorRate', () => {
  it('is 0 where one threshold separates all', () => {
    expect(equalErrorRate(toScoreSet({ genuine: [0.8, 0.9], impostor: [0.1, 0.2] })).rate).toBe(0)
  })

  it('is where both errors meet: 1 of 10 each', () => {
    const genuine = [0.3, ...Array.from({ length: 9 }, (_, i) => 0.6 + i / 100)]
    const impostor = [0.65, ...Array.from({ length: 9 }, (_, i) => 0.1 + i / 100)]
    // Between .3 and .6 one of each is wrong.
    const { rate, threshold } = equalErrorRate(toScoreSet({ genuine, impostor }))
    expect(rate).toBeCloseTo(0.1, 12)
    expect(threshold).toBeGreaterThan(0.3)
    expect(threshold).toBeLessThanOrEqual(0.6)
  })

  it('is a half where the scores tell nothing', () => {
    expect(equalErrorRate(toScoreSet({ genuine: hundred, impostor: hundred })).rate).toBeCloseTo(0.5, 1)
  })
})

describe('bestAccuracy', () => {
  it('weighs both kinds of pairs the same, however many there are', () => {
    // 1 of 2 genuine below all impostors: at .9 half of them are missed and nobody else is let in.
    const { accuracy, threshold } = bestAccuracy(toScoreSet({ genuine: [0.05, 0.9], impostor: hundred.slice(10, 80) }))
    expect(accuracy).toBe(0.75)
    expect(threshold).toBe(0.9)
  })
})
