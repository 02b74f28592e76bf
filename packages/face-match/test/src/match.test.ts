import { memory } from '@tensorflow/tfjs-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage, openFaceMatcher } from '../../node/index.ts'
import { compareEmbeddings, type FaceEmbedding, type FaceMatcher } from '../../src/index.ts'
import { onCanvas, people, portrait, portraitFile, sideBySide } from '../support/pictures.ts'

let matcher: FaceMatcher
beforeAll(async () => {
  matcher = await openFaceMatcher()
})
afterAll(() => matcher.dispose())

function refusal(code: string, picture?: string) {
  return expect.objectContaining({ name: 'FaceMatchError', code, ...(picture && { picture }) })
}

describe('the rendered people', () => {
  // Two renderings are look-alikes of others for these networks, as the register's README tells.
  const lookAlikes = ['F4', 'M2']
  const embeddings: { id: string; picture: string; embedding: FaceEmbedding }[] = []
  beforeAll(async () => {
    for (const { id, idPortrait, selfies } of people) {
      for (const picture of [idPortrait, ...selfies]) {
        embeddings.push({ id, picture, embedding: await matcher.embed(await portrait(picture)) })
      }
    }
  }, 180_000)

  it('are 13, with four pictures each, and each picture has a face', () => {
    expect(new Set(embeddings.map(({ id }) => id)).size).toBe(13)
    expect(embeddings.length).toBe(52)
  })

  it('match themselves in all pictures', () => {
    for (const first of embeddings) {
      for (const second of embeddings) {
        if (first.id !== second.id) continue
        const { decision } = matcher.compare(first.embedding, second.embedding)
        expect(decision, `${first.picture} and ${second.picture}`).toBe('match')
      }
    }
  })

  it('do not match each other', () => {
    const distinct = embeddings.filter(({ id }) => !lookAlikes.includes(id))
    let pairs = 0
    for (const first of distinct) {
      for (const second of distinct) {
        if (first.id >= second.id) continue
        pairs++
        const { decision } = matcher.compare(first.embedding, second.embedding)
        expect(decision, `${first.picture} and ${second.picture}`).not.toBe('match')
      }
    }
    expect(pairs).toBe(16 * 55)
  })

  it('are told apart by each network alone, which a damaged network does not do', () => {
    const parts: ('a' | 'b')[] = ['a', 'b']
    for (const part of parts) {
      const cosine = (p: FaceEmbedding, q: FaceEmbedding) => p[part].reduce((sum, v, i) => sum + v * q[part][i]!, 0)
      const genuine: number[] = []
      const impostor: number[] = []
      for (const [i, first] of embeddings.entries()) {
        for (const second of embeddings.slice(i + 1)) {
          ;(first.id === second.id ? genuine : impostor).push(cosine(first.embedding, second.embedding))
        }
      }
      // Area under the ROC curve: how often a genuine pair scores above an impostor pair.
      const won = genuine.reduce((sum, g) => sum + impostor.filter((i) => g > i).length, 0)
      expect(won / (genuine.length * impostor.length), `network ${part}`).toBeGreaterThan(0.999)
      expect(Math.min(...impostor), `network ${part}`).toBeLessThan(0.2)
    }
  })
})

describe('match', () => {
  it('says match for two pictures of one person, with what the answer rests on', async () => {
    const answer = await matcher.match(await portrait('F1_id.jpg'), await portrait('F1_s2.jpg'))
    expect(answer).toMatchObject({
      decision: 'match',
      operatingPoint: { id: 'cautious', acceptAt: 0.53, reviewAt: 0.446 },
      profile: 'lfw-asian-web@2',
      normalisation: 'none',
      modelHash: matcher.modelHash,
    })
    expect(answer.score).toBeGreaterThan(0.7)
    expect(answer.percent).toBeGreaterThan(90)
  })

  it('says no match for two people', async () => {
    const answer = await matcher.match(await portrait('F1_id.jpg'), await portrait('M5_s1.jpg'))
    expect(answer.decision).toBe('no_match')
    expect(answer.percent).toBeLessThan(70)
  })

  it('gives the same score whichever picture comes first', async () => {
    const [first, second] = [await portrait('M3_id.jpg'), await portrait('M3_s3.jpg')]
    const there = await matcher.match(first, second)
    const back = await matcher.match(second, first)
    expect(there.score).toBeCloseTo(back.score, 12)
  })

  it('says which picture an error is about', async () => {
    const good = await portrait('F1_id.jpg')
    const none = await decodeImage(
      await sharp({ create: { width: 300, height: 300, channels: 3, background: '#5577aa' } })
        .png()
        .toBuffer(),
    )
    await expect(matcher.match(none, good)).rejects.toEqual(refusal('face_not_found', 'first'))
    await expect(matcher.match(good, none)).rejects.toEqual(refusal('face_not_found', 'second'))
  })

  it('answers two questions at once as it answers them one after the other', async () => {
    const pictures = await Promise.all(['F2_id.jpg', 'F2_s1.jpg', 'M1_id.jpg'].map(portrait))
    const alone = [await matcher.match(pictures[0]!, pictures[1]!), await matcher.match(pictures[0]!, pictures[2]!)]
    const together = await Promise.all([
      matcher.match(pictures[0]!, pictures[1]!),
      matcher.match(pictures[0]!, pictures[2]!),
    ])
    expect(together).toEqual(alone)
  })
})

describe('embed refuses', () => {
  it('two people beside each other', async () => {
    const two = await decodeImage(
      await sideBySide([
        { name: 'F1_id.jpg', height: 600 },
        { name: 'M1_id.jpg', height: 600 },
      ]),
    )
    await expect(matcher.embed(two)).rejects.toEqual(refusal('several_faces'))
    const smaller = await decodeImage(
      await sideBySide([
        { name: 'F3_id.jpg', height: 600 },
        { name: 'M6_id.jpg', height: 420 },
      ]),
    )
    await expect(matcher.embed(smaller)).rejects.toEqual(refusal('several_faces'))
  })

  it('but not a small face in the background', async () => {
    const picture = await decodeImage(
      await sideBySide([
        { name: 'F1_id.jpg', height: 600 },
        { name: 'M1_id.jpg', height: 140 },
      ]),
    )
    const alone = await matcher.embed(await portrait('F1_id.jpg'))
    expect(compareEmbeddings(await matcher.embed(picture), alone)).toBeGreaterThan(0.9)
  })

  it('pictures without a face: plain, stripes, noise', async () => {
    const size = { width: 320, height: 240 }
    const draw = (value: (i: number) => number) => ({
      ...size,
      data: Uint8Array.from({ length: size.width * size.height * 3 }, (_, i) => value(i)),
    })
    let seed = 7
    const noise = () => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      return seed >> 16
    }
    for (const picture of [draw(() => 200), draw((i) => (Math.floor(i / 60) % 2) * 255), draw(noise)]) {
      await expect(matcher.embed(picture)).rejects.toEqual(refusal('face_not_found'))
    }
  })

  it('a face that is too small', async () => {
    const picture = await decodeImage(await onCanvas('F1_id.jpg', 80, { width: 400, height: 400 }))
    await expect(matcher.embed(picture)).rejects.toEqual(refusal('face_too_small'))
  })

  it('a buffer of another length, and pictures under 112 pixels', async () => {
    const short = { width: 200, height: 200, data: new Uint8Array(200 * 200 * 4) }
    await expect(matcher.embed(short)).rejects.toEqual(refusal('image_unreadable'))
    const tiny = { width: 200, height: 111, data: new Uint8Array(200 * 111 * 3) }
    await expect(matcher.embed(tiny)).rejects.toEqual(refusal('image_too_small'))
  })
})

describe('pictures as they come', () => {
  it('a face that fills its picture is found', async () => {
    const { data, info } = await sharp(portraitFile('M3_id.jpg'))
      .extract({ left: 130, top: 130, width: 220, height: 290 })
      .raw()
      .toBuffer({ resolveWithObject: true })
    const cropped = await matcher.embed({ width: info.width, height: info.height, data })
    expect(compareEmbeddings(cropped, await matcher.embed(await portrait('M3_id.jpg')))).toBeGreaterThan(0.8)
  })

  it('size does not matter much: enlarged three times and shrunk to a third', async () => {
    const original = await matcher.embed(await portrait('F5_id.jpg'))
    for (const height of [1800, 200]) {
      const scaled = await sharp(portraitFile('F5_id.jpg')).resize({ height }).png().toBuffer()
      expect(compareEmbeddings(await matcher.embed(await decodeImage(scaled)), original)).toBeGreaterThan(0.9)
    }
  })
})

describe('engine memory', () => {
  it('holds as many tensors after matching and refusing as before', async () => {
    const good = await portrait('F1_id.jpg')
    await matcher.embed(good)
    const before = memory().numTensors
    await matcher.match(good, await portrait('F1_s1.jpg'))
    await matcher.embed({ ...good, data: new Uint8Array(good.data.length) }).catch(() => {})
    const two = await decodeImage(
      await sideBySide([
        { name: 'F1_id.jpg', height: 400 },
        { name: 'M1_id.jpg', height: 400 },
      ]),
    )
    await matcher.embed(two).catch(() => {})
    expect(memory().numTensors).toBe(before)
  })

  it('is given back by dispose', async () => {
    const before = memory().numTensors
    const other = await openFaceMatcher()
    await other.embed(await portrait('F1_id.jpg'))
    expect(memory().numTensors).toBeGreaterThan(before)
    await other.dispose()
    expect(memory().numTensors).toBe(before)
  })
})
