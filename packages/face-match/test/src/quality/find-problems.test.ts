import { describe, expect, it } from 'vitest'
import type { FaceMeasures } from '../../../src/inspect-face.ts'
import { findProblems, findStrengthProblem } from '../../../src/quality/find-problems.ts'

const good: FaceMeasures = {
  faces: 1,
  width: 200,
  pose: { yaw: 3, pitch: -5, roll: 1 },
  eyes: { left: 0.28, right: 0.3 },
  light: { brightness: 130, contrast: 38, burntOut: 0 },
  blur: 0.45,
  cover: { eyeLight: 0.95, mouthColour: 0.03, mouthLight: 0.85 },
}
const codes = (measures: Partial<FaceMeasures>) => findProblems({ ...good, ...measures }).map(({ code }) => code)

describe('findProblems', () => {
  it('finds nothing wrong with a good picture', () => {
    expect(codes({})).toEqual([])
  })

  it.each<[string, Partial<FaceMeasures>]>([
    ['several_faces', { faces: 2 }],
    ['face_too_small', { width: 47 }],
    ['face_turned', { pose: { yaw: -31, pitch: 0, roll: 0 } }],
    ['face_turned', { pose: { yaw: 31, pitch: 0, roll: 0 } }],
    ['face_turned', { pose: { yaw: 0, pitch: 23, roll: 0 } }],
    ['face_turned', { pose: { yaw: 0, pitch: -31, roll: 0 } }],
    ['face_tilted', { pose: { yaw: 0, pitch: 0, roll: -26 } }],
    ['face_too_dark', { light: { brightness: 49, contrast: 38, burntOut: 0 } }],
    ['face_too_bright', { light: { brightness: 211, contrast: 38, burntOut: 0 } }],
    ['face_too_bright', { light: { brightness: 180, contrast: 38, burntOut: 0.31 } }],
    ['face_too_flat', { light: { brightness: 130, contrast: 13, burntOut: 0 } }],
    ['face_blurred', { blur: 0.73 }],
    ['eyes_closed', { eyes: { left: 0.13, right: 0.14 } }],
    ['face_covered', { cover: { eyeLight: 0.5, mouthColour: 0.03, mouthLight: 0.85 } }],
    ['face_covered', { cover: { eyeLight: 0.95, mouthColour: 0.12, mouthLight: 0.85 } }],
    ['face_covered', { cover: { eyeLight: 0.95, mouthColour: 0.03, mouthLight: 0.41 } }],
    ['face_covered', { cover: { eyeLight: 0.95, mouthColour: 0.03, mouthLight: 1.36 } }],
  ])('%s: %o', (code, measures) => {
    expect(codes(measures)).toEqual([code])
  })

  it('lets a wink pass', () => {
    expect(codes({ eyes: { left: 0.08, right: 0.3 } })).toEqual([])
  })

  it('tells everything that is wrong, in the order in which to mend it', () => {
    expect(codes({ faces: 3, width: 20, blur: 0.9 })).toEqual(['several_faces', 'face_too_small', 'face_blurred'])
  })

  it('says how far a head is turned, rounded, without a sign', () => {
    expect(findProblems({ ...good, pose: { yaw: -41.4, pitch: 0, roll: 0 } })[0]?.details).toEqual({
      axis: 'yaw',
      degrees: 41,
    })
  })
})

describe('findStrengthProblem', () => {
  it('refuses what the network saw too little of', () => {
    expect(findStrengthProblem(46)).toBeUndefined()
    expect(findStrengthProblem(45.9)?.code).toBe('face_unclear')
  })
})
