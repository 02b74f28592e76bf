import { describe, expect, it } from 'vitest'
import { headPose } from '../../src/pose.ts'
import { syntheticMesh, turnPlaces } from '../support/synthetic-mesh.ts'

/** A head that looks straight into the camera: pairs across it level, forehead above chin, nothing nearer than the rest. */
const straight = {
  234: [-70, 0, 0],
  454: [70, 0, 0],
  33: [-45, -20, 0],
  263: [45, -20, 0],
  61: [-25, 45, 0],
  291: [25, 45, 0],
  10: [0, -90, 0],
  152: [0, 90, 0],
} as const

describe('headPose', () => {
  it('is 0 for a head that looks into the camera', () => {
    const { yaw, pitch, roll } = headPose(syntheticMesh(straight))
    for (const angle of [yaw, pitch, roll]) expect(Math.abs(angle)).toBeLessThan(1e-9)
  })

  it.each([
    { yaw: 25, pitch: 0, roll: 0 },
    { yaw: -40, pitch: 0, roll: 0 },
    { yaw: 0, pitch: 15, roll: 0 },
    { yaw: 0, pitch: -20, roll: 0 },
    { yaw: 0, pitch: 0, roll: 12 },
    { yaw: 0, pitch: 0, roll: -30 },
  ])('measures one turn alone: yaw $yaw, pitch $pitch, roll $roll', (turn) => {
    const pose = headPose(syntheticMesh(turnPlaces(straight, turn)))
    expect(pose.yaw).toBeCloseTo(turn.yaw, 6)
    expect(pose.pitch).toBeCloseTo(turn.pitch, 6)
    expect(pose.roll).toBeCloseTo(turn.roll, 6)
  })

  it('says the nose points to the right when the right side of the face is farther away', () => {
    // The head's own sides: what is at x = 70 has moved away from the camera (z grows), so the nose has gone right.
    const turned = syntheticMesh({
      ...straight,
      454: [60, 0, 40],
      234: [-60, 0, -40],
      263: [40, -20, 26],
      33: [-40, -20, -26],
    })
    expect(headPose(turned).yaw).toBeGreaterThan(10)
  })

  it('says somebody looks up when the chin is nearer than the forehead', () => {
    expect(headPose(syntheticMesh({ ...straight, 152: [0, 85, -30], 10: [0, -85, 30] })).pitch).toBeGreaterThan(10)
  })
})
