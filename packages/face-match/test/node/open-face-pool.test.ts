import { getEventListeners } from 'node:events'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FacePool, openFaceMatcher, openFacePool } from '../../node/index.ts'
import { compareEmbeddings } from '../../src/index.ts'
import { challengeOf } from '../support/challenges.ts'
import { obey, shoot, withNoise } from '../support/film.ts'
import { portrait, portraitFile } from '../support/pictures.ts'
import { createPuppet, renderHead } from '../support/render-head.ts'

describe('a pool of workers', () => {
  let pool: FacePool
  beforeAll(async () => {
    pool = await openFacePool({ workers: 2, queueLimit: 3 })
  }, 120_000)
  afterAll(() => pool[Symbol.asyncDispose]())

  it('describes as a matcher in this thread does', async () => {
    const matcher = await openFaceMatcher()
    const here = await matcher.describe(await portrait('M3_s2.jpg'))
    await matcher.dispose()
    const there = await pool.describe(portraitFile('M3_s2.jpg'))
    expect(there.embedding).toEqual(here.embedding)
    expect(there.pose).toEqual(here.pose)
    expect(there.problems).toEqual([])
    expect(['wasm', 'tensorflow']).toContain(pool.engine)
  })

  it('compares two files, and says which of them is at fault', async () => {
    const same = await pool.match(portraitFile('F1_id.jpg'), portraitFile('F1_s2.jpg'))
    expect(same.decision).toBe('match')
    const different = await pool.match(portraitFile('F1_id.jpg'), portraitFile('M5_s1.jpg'))
    expect(different.decision).toBe('no_match')
    const letter = Buffer.from('a letter')
    const refused = { code: 'image_unreadable', details: { reason: 'type_not_allowed' } }
    await expect(pool.match(letter, portraitFile('F1_id.jpg'))).rejects.toMatchObject({ ...refused, picture: 'first' })
    await expect(pool.match(portraitFile('F1_id.jpg'), letter)).rejects.toMatchObject({ ...refused, picture: 'second' })
  })

  it('checks a film of files, and leaves the files of its caller alone', async () => {
    const { frames, ...film } = await filmOf('M6')
    const first = Uint8Array.from(frames[0]!.file)
    expect(await pool.liveness({ ...film, frames })).toMatchObject({ outcome: 'passed', code: undefined })
    expect(Buffer.from(frames[0]!.file).equals(first)).toBe(true)
    // The same film, where likeness up to 2 is in doubt: a score is never that high, and never below 0 here.
    const doubting = { minNeutralScore: 2, reviewNeutralScore: 0 }
    const doubtful = await pool.liveness({ ...film, frames, policy: doubting })
    expect(doubtful).toMatchObject({ outcome: 'uncertain', code: 'other_person_than_selfie' })
    expect(doubtful.checks.map(({ outcome }) => outcome)).toEqual([...Array(5).fill('passed'), 'uncertain'])
    const torn = frames.map((frame) => (frame.at === 500 ? { ...frame, file: frame.file.subarray(0, 900) } : frame))
    expect(await pool.liveness({ ...film, frames: torn })).toMatchObject({ code: 'frame_unreadable' })
    const letter = { ...film, frames, selfie: Buffer.from('a letter') }
    await expect(pool.liveness(letter)).rejects.toMatchObject({ code: 'image_unreadable' })
  })

  it('refuses at once when too many wait, and answers all that it took', async () => {
    const asked = Array.from({ length: 12 }, () =>
      pool.describe(portraitFile('F1_id.jpg')).then(
        () => 'described',
        (error) => error.code,
      ),
    )
    const refused = await Promise.race([asked[11], new Promise((resolve) => setTimeout(resolve, 2000, 'late'))])
    expect(refused).toBe('matcher_busy')
    // Two at work and three waiting.
    expect((await Promise.all(asked)).filter((outcome) => outcome === 'described').length).toBe(5)
    expect(pool.load).toBe(0)
    await expect(pool.describe(portraitFile('F1_id.jpg'))).resolves.toBeDefined()
  })
})

describe('a pool in trouble', () => {
  it('gives up a picture that takes too long, replaces its worker, and works on', async () => {
    await using pool = await openFacePool({ workers: 1, timeoutMilliseconds: 1 })
    await expect(pool.describe(portraitFile('F1_id.jpg'))).rejects.toMatchObject({ code: 'matcher_interrupted' })
    expect(pool.load).toBe(0)
  }, 120_000)

  it('survives a worker that is killed in the middle of its work', async () => {
    await using pool = await openFacePool({ workers: 1 })
    const [worker] = pool.threads
    const asked = pool.describe(portraitFile('F1_id.jpg')).catch((error) => error.code)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await worker!.terminate()
    expect(await asked).toBe('matcher_interrupted')
    const after = await pool.describe(portraitFile('F1_s1.jpg'))
    expect(pool.threads[0]!.threadId).not.toBe(worker!.threadId)
    const matcher = await openFaceMatcher()
    const expected = await matcher.embed(await portrait('F1_s1.jpg'))
    await matcher.dispose()
    expect(compareEmbeddings(after.embedding, expected)).toBeCloseTo(compareEmbeddings(expected, expected), 6)
  }, 120_000)

  it('leaves nothing behind when it is closed', async () => {
    const before = getEventListeners(process, 'exit').length
    const pool = await openFacePool({ workers: 1 })
    await pool[Symbol.asyncDispose]()
    expect(pool.threads.length).toBe(0)
    expect(getEventListeners(process, 'exit').length).toBe(before)
  }, 120_000)
})

/** A rendered person turns left: 29 frames as JPEG, and another picture of theirs. */
async function filmOf(person: string) {
  const challenge = challengeOf({ kind: 'turn_left' })
  const matcher = await openFaceMatcher()
  const image = await portrait(`${person}_id.jpg`)
  const puppet = createPuppet(image, (await matcher.inspect(image)).mesh)
  await matcher.dispose()
  const shots = shoot(challenge, obey(challenge), (state, at) => withNoise(renderHead(puppet, state), at))
  const frames = shots.map(async ({ at, receivedAt, image }) => {
    const { width, height, data } = image!
    const file = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 92 })
      .toBuffer()
    return { at, receivedAt, file }
  })
  const selfie = portraitFile(`${person}_s1.jpg`)
  return { challenge, nonce: challenge.nonce, frames: await Promise.all(frames), selfie }
}
