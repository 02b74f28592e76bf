import { memory } from '@tensorflow/tfjs-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeImage, openFaceMatcher } from '../../node/index.ts'
import { FaceMatchError, type RgbImage } from '../../src/index.ts'
import { portrait, portraitFile, sideBySide } from '../support/pictures.ts'

const TURNS = 125

describe('a thousand pictures', () => {
  it('leave no tensor behind, whatever became of them', { timeout: 900_000 }, async () => {
    const matcher = await openFaceMatcher()
    const good = await portrait('F1_id.jpg')
    const two = await decodeImage(
      await sideBySide([
        { name: 'F1_id.jpg', height: 300 },
        { name: 'M1_id.jpg', height: 300 },
      ]),
    )
    const dark = await decodeImage(await sharp(portraitFile('F2_id.jpg')).linear(0.2, 0).png().toBuffer())
    const nobody: RgbImage = { width: 200, height: 200, data: new Uint8Array(200 * 200 * 3).fill(90) }
    const broken: RgbImage = { width: 200, height: 200, data: new Uint8Array(7) }
    const tasks: readonly (() => Promise<unknown>)[] = [
      () => matcher.describe(good),
      () => matcher.embed(good),
      () => matcher.inspect(good),
      () => matcher.inspect(two),
      () => matcher.embed(two),
      () => matcher.embed(dark),
      () => matcher.embed(nobody),
      () => matcher.embed(broken),
    ]
    const outcomes = { used: 0, refused: 0 }
    const run = async (task: () => Promise<unknown>) => {
      try {
        await task()
        outcomes.used++
      } catch (error) {
        if (!(error instanceof FaceMatchError)) throw error
        outcomes.refused++
      }
    }
    for (const task of tasks) await run(task)
    const before = memory()
    for (let turn = 0; turn < TURNS; turn++) for (const task of tasks) await run(task)
    const after = memory()
    expect(outcomes).toEqual({ used: (TURNS + 1) * 4, refused: (TURNS + 1) * 4 })
    expect(TURNS * tasks.length).toBe(1000)
    expect(after.numTensors).toBe(before.numTensors)
    expect(after.numBytes).toBe(before.numBytes)
    await matcher.dispose()
  })
})
