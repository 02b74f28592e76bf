import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage } from '../../node/decode-image.ts'
import { startEngine } from '../../node/engine.ts'
import { facePoints } from '../../src/align.ts'
import { detectFaces } from '../../src/detect.ts'
import { buildPyramid } from '../../src/image.ts'
import { type FaceModels, loadModels } from '../../src/load-models.ts'
import { findMesh } from '../../src/mesh.ts'
import { sideBySide } from '../support/pictures.ts'

let models: FaceModels
beforeAll(async () => {
  await startEngine()
  models = await loadModels(async (name) => readFileSync(new URL(`../../models/${name}`, import.meta.url)))
})
afterAll(() => models.dispose())

const noPause = async () => {}

/** The five points of every face, from left to right. */
async function pointsIn(file: Buffer) {
  const pyramid = buildPyramid(await decodeImage(file))
  const faces = await detectFaces(models.detector, pyramid)
  const points = await Promise.all(
    faces.map(async (face) => facePoints(await findMesh(models.mesh, pyramid, face, noPause))),
  )
  return points.toSorted((p, q) => p.nose.x - q.nose.x)
}

describe('detectFaces and findMesh', () => {
  it('find both of two faces, each where it was put', async () => {
    const height = 500
    const width = 400 // portraits are 480 × 600
    const [alone] = await pointsIn(await sideBySide([{ name: 'F2_id.jpg', height }]))
    const faces = await pointsIn(await sideBySide(['M1_id.jpg', 'F2_id.jpg'].map((name) => ({ name, height }))))
    expect(faces.length).toBe(2)
    for (const name of ['leftEye', 'rightEye', 'nose', 'leftMouth', 'rightMouth'] as const) {
      expect(Math.abs(faces[1]![name].x - width - alone![name].x), name).toBeLessThan(2)
      expect(Math.abs(faces[1]![name].y - alone![name].y), name).toBeLessThan(2)
    }
  })

  it('give points in the order of a face', async () => {
    const [face] = await pointsIn(await sideBySide([{ name: 'M6_id.jpg', height: 600 }]))
    const { leftEye, rightEye, nose, leftMouth, rightMouth } = face!
    expect(leftEye.x).toBeLessThan(nose.x)
    expect(nose.x).toBeLessThan(rightEye.x)
    expect(leftMouth.x).toBeLessThan(rightMouth.x)
    expect(Math.max(leftEye.y, rightEye.y)).toBeLessThan(nose.y)
    expect(nose.y).toBeLessThan(Math.min(leftMouth.y, rightMouth.y))
  })
})
