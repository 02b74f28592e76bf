import { describe, expect, it } from 'vitest'
import { compareEmbeddings } from '../../src/compare.ts'
import type { FaceEmbedding } from '../../src/embed.ts'

/** Embeddings that point along one axis each. */
function along(axisA: number, axisB: number, length = 1, strength = 70): FaceEmbedding {
  const a = new Float32Array(512)
  const b = new Float32Array(192)
  a[axisA] = length
  b[axisB] = length
  return { a, b, strength }
}

describe('compareEmbeddings', () => {
  it('weighs network A with .6 and network B with .4', () => {
    expect(compareEmbeddings(along(1, 1), along(1, 1))).toBeCloseTo(1, 9)
    expect(compareEmbeddings(along(1, 1), along(1, 2))).toBeCloseTo(0.6, 9)
    expect(compareEmbeddings(along(1, 1), along(2, 1))).toBeCloseTo(0.4, 9)
    expect(compareEmbeddings(along(1, 1), along(2, 2))).toBeCloseTo(0, 9)
    expect(compareEmbeddings(along(1, 1), along(1, 1, -1))).toBeCloseTo(-1, 9)
  })

  it('does not depend on length or order', () => {
    const mixed = { a: along(1, 1).a.fill(0.3, 0, 5), b: along(1, 1).b.fill(-0.2, 0, 9), strength: 70 }
    const other = along(2, 3, 17)
    expect(compareEmbeddings(mixed, other)).toBeCloseTo(compareEmbeddings(other, mixed), 9)
    expect(compareEmbeddings(mixed, other)).toBeCloseTo(compareEmbeddings(mixed, along(2, 3)), 6)
  })

  it('allows for the weaker strength: .035 for each 8, and no more than for 20', () => {
    const strong = along(1, 1, 1, 300)
    for (const [strength, expected] of [
      [70, 1],
      [78, 0.965],
      [62, 1.035],
      [50, 1.0875],
      [1, 1.0875],
      [90, 0.9125],
      [120, 0.9125],
    ] as const) {
      expect(compareEmbeddings(strong, along(1, 1, 1, strength)), `strength ${strength}`).toBeCloseTo(expected, 9)
      expect(compareEmbeddings(along(1, 1, 1, strength), strong), `strength ${strength}`).toBeCloseTo(expected, 9)
    }
  })

  it('refuses what is no embedding', () => {
    const good = along(1, 1)
    const cases = [
      [
        { ...good, a: new Float32Array(511).fill(1) },
        { part: 'a', reason: 'wrong_length' },
      ],
      [
        { ...good, b: new Float32Array(512).fill(1) },
        { part: 'b', reason: 'wrong_length' },
      ],
      [
        { ...good, b: new Float32Array(192).fill(Number.NaN) },
        { part: 'b', reason: 'not_a_number' },
      ],
      [
        { ...good, a: new Float32Array(512).fill(Number.POSITIVE_INFINITY) },
        { part: 'a', reason: 'not_a_number' },
      ],
      [
        { ...good, a: new Float32Array(512) },
        { part: 'a', reason: 'zero' },
      ],
      [
        { ...good, strength: Number.NaN },
        { part: 'strength', reason: 'not_a_number' },
      ],
      [
        { ...good, strength: 0 },
        { part: 'strength', reason: 'not_a_number' },
      ],
    ] as const
    for (const [bad, details] of cases) {
      const refused = expect.objectContaining({ code: 'embedding_invalid', details })
      expect(() => compareEmbeddings(good, bad)).toThrow(refused)
      expect(() => compareEmbeddings(bad, good)).toThrow(refused)
    }
  })
})
