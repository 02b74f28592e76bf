import { describe, expect, it } from 'vitest'
import { decide, toPercent } from '../../../src/calibration/read-score.ts'

/** Corners at will. */
const scale = {
  percentScale: [
    { score: 0.1, percent: 0 },
    { score: 0.271, percent: 40 },
    { score: 0.37, percent: 60 },
    { score: 0.446, percent: 70 },
    { score: 0.53, percent: 80 },
    { score: 0.56, percent: 85 },
    { score: 0.725, percent: 95 },
    { score: 0.9, percent: 100 },
  ],
}

describe('toPercent', () => {
  it('hits the corners of its scale', () => {
    const corners = [
      [0.1, 0],
      [0.271, 40],
      [0.37, 60],
      [0.446, 70],
      [0.53, 80],
      [0.56, 85],
      [0.725, 95],
      [0.9, 100],
    ] as const
    for (const [score, percent] of corners) expect(toPercent(scale, score)).toBe(percent)
  })

  it('is linear in between and flat outside', () => {
    expect(toPercent(scale, (0.446 + 0.53) / 2)).toBeCloseTo(75, 9)
    expect(toPercent(scale, (0.725 + 0.9) / 2)).toBeCloseTo(97.5, 9)
    for (const score of [-1, 0, 0.0999]) expect(toPercent(scale, score)).toBe(0)
    for (const score of [0.9001, 1]) expect(toPercent(scale, score)).toBe(100)
  })

  it('never falls', () => {
    let last = toPercent(scale, -1)
    for (let step = -1000; step <= 1000; step++) {
      const percent = toPercent(scale, step / 1000)
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
