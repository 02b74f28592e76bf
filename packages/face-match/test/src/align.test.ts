import { describe, expect, it } from 'vitest'
import { applyAffine, invertAffine, regionToPicture } from '../../src/affine.ts'
import { alignFace, fitSimilarity } from '../../src/align.ts'
import { buildPyramid } from '../../src/image.ts'

const corners = [
  { x: 0, y: 0 },
  { x: 10, y: 1 },
  { x: 4, y: 9 },
  { x: -3, y: 5 },
]

describe('fitSimilarity', () => {
  it('recovers a turn by 30 degrees, a doubling and a move', () => {
    const angle = Math.PI / 6
    const moved = corners.map(({ x, y }) => ({
      x: 2 * (Math.cos(angle) * x - Math.sin(angle) * y) + 7,
      y: 2 * (Math.sin(angle) * x + Math.cos(angle) * y) - 3,
    }))
    const map = fitSimilarity(corners, moved)
    for (const [i, corner] of corners.entries()) {
      const found = applyAffine(map, corner)
      expect(found.x).toBeCloseTo(moved[i]!.x, 9)
      expect(found.y).toBeCloseTo(moved[i]!.y, 9)
    }
  })

  it('never mirrors: a mirrored list is fitted by a turn and keeps its handedness', () => {
    const map = fitSimilarity(
      corners,
      corners.map(({ x, y }) => ({ x: -x, y })),
    )
    expect(map.a * map.e - map.b * map.d).toBeGreaterThan(0)
  })

  it('has no better neighbour: any small change of scale or turn raises the squared error', () => {
    const noisy = corners.map(({ x, y }, i) => ({
      x: 3 * x + [0.4, -0.3, 0.2, -0.1][i]!,
      y: 3 * y + [0.1, 0.5, -0.2, 0][i]!,
    }))
    const best = fitSimilarity(corners, noisy)
    const errorOf = (map: typeof best) =>
      corners.reduce((sum, corner, i) => {
        const { x, y } = applyAffine(map, corner)
        return sum + (x - noisy[i]!.x) ** 2 + (y - noisy[i]!.y) ** 2
      }, 0)
    for (const change of [-1e-3, 1e-3]) {
      expect(errorOf({ ...best, a: best.a + change, e: best.e + change })).toBeGreaterThan(errorOf(best))
      expect(errorOf({ ...best, b: best.b - change, d: best.d + change })).toBeGreaterThan(errorOf(best))
      expect(errorOf({ ...best, c: best.c + change })).toBeGreaterThan(errorOf(best))
      expect(errorOf({ ...best, f: best.f + change })).toBeGreaterThan(errorOf(best))
    }
  })
})

describe('affine maps', () => {
  it('are undone by their inverse', () => {
    const map = regionToPicture({ centre: { x: 40, y: 70 }, side: 300, angle: 0.4 }, 192)
    const there = applyAffine(map, { x: 12, y: 100 })
    const back = applyAffine(invertAffine(map), there)
    expect(back.x).toBeCloseTo(12, 9)
    expect(back.y).toBeCloseTo(100, 9)
  })

  it('show the centre of the region in the middle of the cut-out', () => {
    const map = regionToPicture({ centre: { x: 40, y: 70 }, side: 300, angle: 0.4 }, 192)
    const middle = applyAffine(map, { x: 95.5, y: 95.5 })
    expect(middle.x).toBeCloseTo(40, 9)
    expect(middle.y).toBeCloseTo(70, 9)
  })
})

describe('alignFace', () => {
  it('moves a bright spot on the left eye to the place of the template', () => {
    const size = 400
    const data = new Uint8Array(size * size * 3)
    // The template, three times as large and moved by (20, 10).
    const place = (x: number, y: number) => ({ x: 3 * x + 20, y: 3 * y + 10 })
    const points = {
      leftEye: place(38.2946, 51.6963),
      rightEye: place(73.5318, 51.5014),
      nose: place(56.0252, 71.7366),
      leftMouth: place(41.5493, 92.3655),
      rightMouth: place(70.7299, 92.2041),
    }
    for (let y = -6; y <= 6; y++) {
      for (let x = -6; x <= 6; x++) {
        const at = (Math.round(points.leftEye.y + y) * size + Math.round(points.leftEye.x + x)) * 3
        data.fill(255, at, at + 3)
      }
    }
    const aligned = alignFace(buildPyramid({ width: size, height: size, data }), points)
    let total = 0
    let sumX = 0
    let sumY = 0
    for (let i = 0; i < 112 * 112; i++) {
      const value = aligned[3 * i]!
      total += value
      sumX += value * (i % 112)
      sumY += value * Math.floor(i / 112)
    }
    expect(Math.abs(sumX / total - 38.2946)).toBeLessThan(0.35)
    expect(Math.abs(sumY / total - 51.6963)).toBeLessThan(0.35)
  })
})
