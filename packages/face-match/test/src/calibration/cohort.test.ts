import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../node/index.ts'
import { cohortLikeness } from '../../../src/calibration/cohort.ts'
import { createJudge, defaultProfile, type FaceEmbedding, formatCohort, parseCohort } from '../../../src/index.ts'

const { modelHash } = defaultProfile
/** A face whose likeness to `at(0)` is the cosine of the angle, for both networks. */
const at = (degrees: number): FaceEmbedding => {
  const a = new Float32Array(512)
  const b = new Float32Array(192)
  for (const part of [a, b]) {
    part[0] = Math.cos((degrees * Math.PI) / 180)
    part[1] = Math.sin((degrees * Math.PI) / 180)
  }
  return { a, b, strength: 70 }
}
const cohortOf = (faces: readonly FaceEmbedding[]) =>
  parseCohort(formatCohort({ modelHash, identities: faces.length, faces }), sha256)

describe('a cohort', () => {
  it('is read as it was written, to 16 bits', async () => {
    const json = formatCohort({ modelHash, identities: 2, faces: [at(10), at(200)] })
    const cohort = await parseCohort(json, sha256)
    expect(cohort).toMatchObject({ modelHash, identities: 2, sha256: sha256(new TextEncoder().encode(json)) })
    for (const [i, degrees] of [10, 200].entries()) {
      expect(cohort.faces[i]!.strength).toBe(70)
      expect(Math.abs(cohort.faces[i]!.a[0]! - at(degrees).a[0]!)).toBeLessThan(1 / 2048)
    }
  })

  it('holds no names and no pictures: two members for each face are numbers alone', async () => {
    const written = JSON.parse(formatCohort({ modelHash, identities: 1, faces: [at(10)] }))
    expect(Object.keys(written).sort()).toEqual(['faces', 'format', 'identities', 'modelHash', 'version'])
    expect(Buffer.from(written.faces[0], 'base64').length).toBe((512 + 192 + 1) * 2)
  })

  it('gives the mean of the nearest, without those who may be the same person', async () => {
    // Likeness to at(0): cos 60° = .5, cos 70° = .342, cos 80° = .174, cos 5° = .996.
    const cohort = await cohortOf([at(80), at(60), at(5), at(70)])
    const likeness = (top: number, samePersonFrom: number) => cohortLikeness(cohort, at(0), { top, samePersonFrom })
    expect(likeness(2, 0.53)).toBeCloseTo((0.5 + 0.342) / 2, 2)
    expect(likeness(2, 2)).toBeCloseTo((0.996 + 0.5) / 2, 2)
    expect(likeness(40, 0.53)).toBeCloseTo((0.5 + 0.342 + 0.174) / 3, 2)
    expect(likeness(5, -1)).toBe(0)
  })

  const valid = JSON.parse(formatCohort({ modelHash, identities: 1, faces: [at(10)] }))
  const infinite = Buffer.alloc((512 + 192 + 1) * 2, 0x7c).toString('base64')
  it.each([
    ['what is not JSON', '[', ''],
    ['another version', JSON.stringify({ ...valid, version: 2 }), 'version'],
    ['no faces', JSON.stringify({ ...valid, faces: [] }), 'faces'],
    ['a face that is too short', JSON.stringify({ ...valid, faces: ['AAAA'] }), 'faces.0'],
    ['a face of zeros', JSON.stringify({ ...valid, faces: [Buffer.alloc(1410).toString('base64')] }), 'faces.0'],
    ['a face that is no number', JSON.stringify({ ...valid, faces: [infinite] }), 'faces.0'],
  ])('is refused: %s', async (_what, json, field) => {
    await expect(parseCohort(json, sha256)).rejects.toMatchObject({ code: 'cohort_malformed', details: { field } })
  })
})

describe('createJudge', () => {
  const scale = {
    operatingPoints: [
      { id: 'strict', acceptAt: 0.3, reviewAt: 0.2 },
      { id: 'lenient', acceptAt: 0.1, reviewAt: 0 },
    ],
    percentScale: [
      { score: 0, percent: 0 },
      { score: 1, percent: 100 },
    ],
    errorRates: [],
  }
  const profileFor = (cohort: string) => ({
    ...defaultProfile,
    defaultOperatingPoint: 'strict',
    plain: {
      ...scale,
      operatingPoints: scale.operatingPoints.map((point) => ({ ...point, acceptAt: point.acceptAt + 0.5 })),
    },
    normalised: { ...scale, cohort, top: 1, floor: 0.1, weight: 0.5 },
  })

  it('takes part of the likeness to others off, for each face, as far as it exceeds the floor', async () => {
    // at(0) and at(40) are .766 alike; the nearest other of at(0) is at(-60), .5; of at(40), at(100), .5 too.
    const cohort = await cohortOf([at(-60), at(100)])
    const match = createJudge(profileFor(cohort.sha256), cohort)(at(0), at(40))
    expect(match).toMatchObject({
      normalisation: 'cohort',
      profile: 'lfw-asian-web@2',
      operatingPoint: { id: 'strict' },
    })
    expect(match.score).toBeCloseTo(0.766 - 0.5 * (0.4 + 0.4), 2)
    expect(match.percent).toBeCloseTo(36.6, 0)
    expect(match.decision).toBe('match')
  })

  it('adds nothing for a face that is like nobody of the cohort', async () => {
    // at(180) and at(220) are unlike both.
    const cohort = await cohortOf([at(180), at(220)])
    const { score } = createJudge(profileFor(cohort.sha256), cohort)(at(0), at(40))
    expect(score).toBeCloseTo(0.766, 2)
  })

  it('decides at the operating point that is asked for', async () => {
    const cohort = await cohortOf([at(-60), at(100)])
    const judge = createJudge(profileFor(cohort.sha256), cohort)
    expect(judge(at(0), at(40), { operatingPoint: 'lenient' }).decision).toBe('match')
    expect(() => judge(at(0), at(40), { operatingPoint: 'other' })).toThrow(TypeError)
  })

  it('falls back to plain scores without the cohort, and says so', async () => {
    const cohort = await cohortOf([at(-60)])
    const match = createJudge(profileFor(cohort.sha256))(at(0), at(40))
    expect(match.normalisation).toBe('cohort_missing')
    expect(match.score).toBeCloseTo(0.766, 3)
    expect(match.operatingPoint.acceptAt).toBeCloseTo(0.8, 9)
    expect(createJudge(defaultProfile)(at(0), at(40)).normalisation).toBe('none')
  })

  it('refuses a cohort of other models, and one that the profile was not measured with', async () => {
    const cohort = await cohortOf([at(-60)])
    const refused = (field: string) => expect.objectContaining({ code: 'cohort_malformed', details: { field } })
    expect(() => createJudge(profileFor('0'.repeat(64)), cohort)).toThrow(refused('sha256'))
    const others = { ...cohort, modelHash: '0'.repeat(64) }
    expect(() => createJudge(profileFor(cohort.sha256), others)).toThrow(refused('modelHash'))
  })
})
