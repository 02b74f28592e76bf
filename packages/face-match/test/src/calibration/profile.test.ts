import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../node/index.ts'
import { type CalibrationProfile, computeModelHash, defaultProfile, parseProfile } from '../../../src/index.ts'

const manifest = readFileSync(new URL('../../../models/manifest.json', import.meta.url), 'utf8')
const change = (changes: object) => JSON.stringify({ ...defaultProfile, ...changes })
const changePlain = (changes: object) => change({ plain: { ...defaultProfile.plain, ...changes } })
const malformed = (field: string) => expect.objectContaining({ code: 'profile_malformed', details: { field } })

describe('the shipped profile', () => {
  it('is a profile, of the shipped models', async () => {
    expect(parseProfile(JSON.stringify(defaultProfile))).toEqual(defaultProfile)
    expect(await computeModelHash(JSON.parse(manifest), sha256)).toBe(defaultProfile.modelHash)
  })

  it('accepts from 80 % on, at the operating point that counts', () => {
    const { plain, defaultOperatingPoint } = defaultProfile
    const point = plain.operatingPoints.find(({ id }) => id === defaultOperatingPoint)
    expect(plain.percentScale.find(({ percent }) => percent === 80)?.score).toBe(point?.acceptAt)
  })

  it('tells its errors with counts and intervals that hold the rate', () => {
    const rates = defaultProfile.plain.errorRates.flatMap(({ falseMatch, falseNonMatch }) => [
      falseMatch,
      falseNonMatch,
    ])
    for (const measured of rates) {
      if (measured === undefined) continue
      expect(measured.rate).toBeCloseTo(measured.errors / measured.pairs, 5)
      expect(measured.low).toBeLessThanOrEqual(measured.rate)
      expect(measured.high).toBeGreaterThanOrEqual(measured.rate)
    }
    expect(rates.length).toBeGreaterThan(0)
  })
})

describe('parseProfile refuses', () => {
  const [point] = defaultProfile.plain.operatingPoints as [CalibrationProfile['plain']['operatingPoints'][0]]
  it.each([
    ['what is not JSON', '{', ''],
    ['another format', change({ format: 'x' }), 'format'],
    ['a member that nobody knows', change({ extra: 1 }), ''],
    ['a hash that is none', change({ modelHash: 'abc' }), 'modelHash'],
    ['no operating points', changePlain({ operatingPoints: [] }), 'plain.operatingPoints'],
    [
      'a person asked only above what is accepted',
      changePlain({ operatingPoints: [{ ...point, reviewAt: point.acceptAt + 0.1 }] }),
      'plain.operatingPoints.0',
    ],
    [
      'a threshold that is no score',
      changePlain({ operatingPoints: [{ ...point, acceptAt: 7 }] }),
      'plain.operatingPoints.0.acceptAt',
    ],
    ['a default that is not there', change({ defaultOperatingPoint: 'other' }), 'plain.operatingPoints'],
    [
      'a scale that falls',
      changePlain({
        percentScale: [
          { score: 0.1, percent: 10 },
          { score: 0.2, percent: 5 },
        ],
      }),
      'plain.percentScale',
    ],
  ])('%s', (_what, json, field) => {
    expect(() => parseProfile(json)).toThrow(malformed(field))
  })
})
