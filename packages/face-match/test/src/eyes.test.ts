import { describe, expect, it } from 'vitest'
import { eyeOpenness } from '../../src/eyes.ts'
import { syntheticMesh, turnPlaces } from '../support/synthetic-mesh.ts'

/** Both eyes 30 wide; the lids of the left one are 9 apart at all three places, those of the right one 3, 6 and 3. */
const eyes = {
  33: [-60, 0, 0],
  133: [-30, 0, 0],
  160: [-52, -5, 0],
  144: [-52, 4, 0],
  159: [-45, -5, 0],
  145: [-45, 4, 0],
  158: [-38, -5, 0],
  153: [-38, 4, 0],
  362: [30, 0, 0],
  263: [60, 0, 0],
  385: [38, -1.5, 0],
  380: [38, 1.5, 0],
  386: [45, -3, 0],
  374: [45, 3, 0],
  387: [52, -1.5, 0],
  373: [52, 1.5, 0],
} as const

describe('eyeOpenness', () => {
  it('is the height of the opening over its width', () => {
    const { left, right } = eyeOpenness(syntheticMesh(eyes))
    expect(left).toBeCloseTo(9 / 30, 9)
    expect(right).toBeCloseTo(4 / 30, 9)
  })

  it('does not change when the head turns', () => {
    const { left, right } = eyeOpenness(syntheticMesh(turnPlaces(eyes, { yaw: 40, pitch: 10, roll: 20 })))
    expect(left).toBeCloseTo(9 / 30, 9)
    expect(right).toBeCloseTo(4 / 30, 9)
  })
})
