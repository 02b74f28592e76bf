import type { FaceEmbedding } from '@bai/face-match'
import { describe, expect, it } from 'vitest'
import { cohortOfOthers, lowerQuartile } from '../../face-evaluation/cohort-of-others.ts'

/** A face at an angle: the likeness of two is the cosine of the difference. */
function at(degrees: number): FaceEmbedding {
  const a = new Float32Array(512)
  const b = new Float32Array(192)
  for (const part of [a, b]) part.set([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)])
  return { a, b, strength: 70 }
}

describe('cohortOfOthers', () => {
  const faces = [
    { identity: 'p', embedding: at(0) },
    { identity: 'q', embedding: at(10) },
    { identity: 'r', embedding: at(60) },
    { identity: 's', embedding: at(90) },
  ]
  const { likeness } = cohortOfOthers(faces, { top: 2, size: 100 })

  it('is of people who are neither of the two', () => {
    // Without p and q, r (cos 60° = .5) and s (cos 90° = 0) are left for p.
    expect(likeness(faces[0]!.embedding, ['p', 'q'])).toBeCloseTo(0.25, 6)
    // Without p and s, q (cos 10° = .985) and r.
    expect(likeness(faces[0]!.embedding, ['p', 's'])).toBeCloseTo((0.98481 + 0.5) / 2, 4)
  })

  it('is smaller when it is to be', () => {
    const small = cohortOfOthers(faces, { top: 4, size: 2 })
    const counted = faces.filter(({ embedding }) => small.likeness(embedding, []) !== likeness(embedding, []))
    expect(counted.length).toBeGreaterThan(0)
  })

  it('has a floor that a quarter of the faces do not exceed', () => {
    expect(lowerQuartile([5, 1, 4, 2, 3])).toBe(2)
    expect(lowerQuartile([7])).toBe(7)
    // Nearest two others of each: p (.985, .5), q (.985, .643), r (.866, .643), s (.866, .174); the lowest mean is s's.
    const { floor } = cohortOfOthers(faces, { top: 2, size: 100 })
    expect(floor).toBeCloseTo((0.866 + 0.1736) / 2, 3)
  })
})
