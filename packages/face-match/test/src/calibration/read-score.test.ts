import { describe, expect, it } from 'vitest'
import { defaultProfile } from '../../../src/calibration/default-profile.ts'
import { decide, toPercent } from '../../../src/calibration/read-score.ts'

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
    for (const [score, percent] of scale) expect(toPercent(defaultProfile.plain, score)).toBe(percent)
  })

  it('is linear in between and flat outside', () => {
    expect(toPercent(defaultProfile.plain, (0.446 + 0.53) / 2)).toBeCloseTo(75, 9)
    expect(toPercent(defaultProfile.plain, (0.725 + 0.9) / 2)).toBeCloseTo(97.5, 9)
    for (const score of [-1, 0, 0.0999]) expect(toPercent(defaultProfile.plain, score)).toBe(0)
    for (const score of [0.9001, 1]) expect(toPercent(defaultProfile.plain, score)).toBe(100)
  })

  it('never falls', () => {
    let last = toPercent(defaultProfile.plain, -1)
    for (let step = -1000; step <= 1000; step++) {
      const percent = toPercent(defaultProfile.plain, step / 1000)
      expect(percent).toBeGreaterThanOrEqual(last)
      last = percent
    }
    expect(last).toBe(100)
  })
})

describe('decide', () => {
  const point = { id: 'a', acceptAt: 0.53, reviewAt: 0.446 }

  it('accepts from .530, sends .446 to .530 to a person, and refuses the rest', () => {
    expect(decide(point, 0.53)).toBe('match')
    expect(decide(point, 0.5299)).toBe('review')
    expect(decide(point, 0.446)).toBe('review')
    expect(decide(point, 0.4459)).toBe('no_match')
    expect(decide(point, -1)).toBe('no_match')
  })
})
