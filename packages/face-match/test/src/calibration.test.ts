import { describe, expect, it } from 'vitest'
import { decide, defaultProfile, toPercent } from '../../src/calibration.ts'

describe('toPercent', () => {
  it('hits the corners of the published scale', () => {
    const scale = [
      [0.1, 0],
      [0.271, 40],
      [0.37, 60],
      [0.446, 70],
      [0.53, 80],
      [0.56, 85],
      [0.725, 95],
      [0.9, 100],
    ] as const
    for (const [score, percent] of scale) expect(toPercent(defaultProfile, score)).toBe(percent)
  })

  it('is linear in between and flat outside', () => {
    expect(toPercent(defaultProfile, (0.446 + 0.53) / 2)).toBeCloseTo(75, 9)
    expect(toPercent(defaultProfile, (0.725 + 0.9) / 2)).toBeCloseTo(97.5, 9)
    for (const score of [-1, 0, 0.0999]) expect(toPercent(defaultProfile, score)).toBe(0)
    for (const score of [0.9001, 1]) expect(toPercent(defaultProfile, score)).toBe(100)
  })

  it('never falls', () => {
    let last = toPercent(defaultProfile, -1)
    for (let step = -1000; step <= 1000; step++) {
      const percent = toPercent(defaultProfile, step / 1000)
      expect(percent).toBeGreaterThanOrEqual(last)
      last = percent
    }
    expect(last).toBe(100)
  })
})

describe('decide', () => {
  it('accepts from .530, sends .446 to .530 to a person, and refuses the rest', () => {
    expect(decide(defaultProfile, 0.53)).toBe('match')
    expect(decide(defaultProfile, 0.5299)).toBe('review')
    expect(decide(defaultProfile, 0.446)).toBe('review')
    expect(decide(defaultProfile, 0.4459)).toBe('no_match')
    expect(decide(defaultProfile, -1)).toBe('no_match')
  })
})
