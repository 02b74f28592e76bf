import { expect, it } from 'vitest'
import { defaultLivenessPolicy, type FaceEmbedding } from '../../../src/index.ts'
import { checkIdentity } from '../../../src/liveness/check-identity.ts'

/** A face that looks like the one at 0° by the cosine of the angle; strength 70 shifts nothing. */
function faceAt(degrees: number): FaceEmbedding {
  const angle = (degrees * Math.PI) / 180
  const part = (length: number) => {
    const values = new Float32Array(length)
    values.set([Math.cos(angle), Math.sin(angle)])
    return values
  }
  return { a: part(512), b: part(192), strength: 70 }
}

const check = (...frames: { degrees: number; atRest: boolean }[]) =>
  checkIdentity(
    faceAt(0),
    frames.map(({ degrees, atRest }, i) => ({ at: i * 1000, atRest, embedding: faceAt(degrees) })),
    defaultLivenessPolicy,
  )

// cos 57° = .545, cos 60° = .5, cos 64° = .438, cos 66° = .407, cos 70° = .342
it.each([
  ['frames at rest that reach the accept threshold', [{ degrees: 57, atRest: true }], undefined],
  ['one at rest between review and accept', [{ degrees: 60, atRest: true }], { doubtful: true }],
  ['one at rest below review', [{ degrees: 64, atRest: true }], { doubtful: false }],
  ['one that moves, which needs less', [{ degrees: 66, atRest: false }], undefined],
  ['one that moves, and reaches not even that', [{ degrees: 70, atRest: false }], { doubtful: false }],
] as const)('%s', (_what, frames, expected) => {
  const finding = check(...frames)
  if (expected === undefined) expect(finding).toBeUndefined()
  else expect(finding).toEqual({ fault: { code: 'other_person_than_selfie', at: 0 }, ...expected })
})

it('a clear fault counts before a doubt that came earlier', () => {
  expect(check({ degrees: 60, atRest: true }, { degrees: 0, atRest: true }, { degrees: -64, atRest: true })).toEqual({
    fault: { code: 'other_person_in_between', at: 2000 },
    doubtful: false,
  })
})

it('two look-alikes of the selfie who take turns are found by each other', () => {
  // Each 50° from the selfie (.643) on its own side, 100° from the other (-.174).
  expect(check({ degrees: 50, atRest: true }, { degrees: -50, atRest: true })).toEqual({
    fault: { code: 'other_person_in_between', at: 1000 },
    doubtful: false,
  })
})
