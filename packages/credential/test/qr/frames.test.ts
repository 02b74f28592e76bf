import { createHash } from 'node:crypto'
import { CredentialError, createFrameCollector, createFrames, type FrameProgress } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase45, encodeBase45 } from '../../src/qr/base45.ts'

const runs = process.env['SLOW'] === undefined ? 60 : 2_000

/** Bytes that look random and are the same in every run. */
function noise(length: number, name = 'noise'): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, i) =>
    createHash('sha512').update(`${name} ${i}`).digest(),
  )
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, length))
}

const framesOf = (message: Uint8Array, maxFrameBytes: number) => createFrames(message, { maxFrameBytes }, nodePlatform)
const bytesOf = (frame: string) => Buffer.from(decodeBase45(frame.slice('BAI1:'.length))!)
const frameOf = (bytes: Uint8Array) => `BAI1:${encodeBase45(bytes)}`

function addAll(frames: readonly string[], collector = createFrameCollector(nodePlatform)): FrameProgress {
  let progress: FrameProgress = { kind: 'ignored', received: 0, needed: 0 }
  for (const frame of frames) progress = collector.add(frame)
  return progress
}

describe('a message that fits in one code', () => {
  test('is one frame, for ever the same, and complete at once', () => {
    const message = noise(99)
    const frames = framesOf(message, 100)
    expect(frames.count).toBe(1)
    expect(frames.frame(7)).toBe(frames.frame(0))
    expect(bytesOf(frames.frame(0))).toEqual(Buffer.concat([Buffer.of(0), message]))
    expect(addAll([frames.frame(0)])).toEqual({ kind: 'complete', received: 1, needed: 1, message })
  })

  test('is cut when it is a byte too long', () => {
    expect(framesOf(noise(100), 100).count).toBe(2)
  })
})

describe('parts', () => {
  const message = noise(1000)
  const frames = framesOf(message, 216)

  test('have the layout of the profile', () => {
    // 1,000 bytes at no more than 200 a part are five parts of 200.
    expect(frames.count).toBe(5)
    const id = createHash('sha256').update(Buffer.from(message).toString('base64url')).digest().subarray(0, 8)
    for (let i = 0; i < 5; i++) {
      const header = Buffer.concat([Buffer.of(1), id, Buffer.of(4, 999 >> 8, 999 & 255, 0, 0, 0, i)])
      expect(bytesOf(frames.frame(i))).toEqual(Buffer.concat([header, message.subarray(i * 200, i * 200 + 200)]))
    }
  })

  test('are followed by mixes, each the XOR of those that a digest chooses', () => {
    const id = bytesOf(frames.frame(0)).subarray(1, 9).toString('base64url')
    for (const index of [5, 6, 7, 1000, 0xffff_ffff]) {
      const [bits = 0] = createHash('sha256').update(`${id}.${index}`).digest()
      const chosen = [0, 1, 2, 3, 4].filter((part) => (bits & 31 & (1 << part)) !== 0)
      if (chosen.length === 0) chosen.push(index % 5)
      const mixed = message.slice(0, 200).fill(0)
      for (const part of chosen) for (let i = 0; i < 200; i++) mixed[i]! ^= message[part * 200 + i]!
      const bytes = bytesOf(frames.frame(index))
      expect(bytes.readUInt32BE(12)).toBe(index)
      expect(bytes.subarray(16)).toEqual(Buffer.from(mixed))
    }
  })

  test('never are a mix of nothing', () => {
    // Of two parts a quarter of all digests would choose none.
    const two = framesOf(noise(101), 100)
    for (let index = 0; index < 40; index++)
      expect(
        bytesOf(two.frame(index))
          .subarray(16)
          .some((byte) => byte > 0),
      ).toBe(true)
  })

  test.each([-1, 1.5, 2 ** 32, Number.NaN])('there is no frame %d', (index) => {
    expect(() => frames.frame(index)).toThrow(TypeError)
  })
})

describe('limits', () => {
  test('64 KiB in 256 parts', () => {
    const message = noise(65_536)
    const frames = framesOf(message, 272)
    expect(frames.count).toBe(256)
    const mixes = Array.from({ length: 300 }, (_, i) => frames.frame(1000 + i))
    expect(addAll(mixes)).toMatchObject({ kind: 'complete', message })
    expect(() => framesOf(message, 271)).toThrow(CredentialError)
    expect(() => framesOf(noise(65_537), 1000)).toThrow(CredentialError)
  })

  test('a frame has room for more than its header, and a message is not empty', () => {
    expect(() => framesOf(noise(40), 16)).toThrow(TypeError)
    expect(() => framesOf(noise(40), Number.NaN)).toThrow(TypeError)
    expect(() => framesOf(noise(0), 100)).toThrow(TypeError)
  })
})

describe('a collector', () => {
  const mine = framesOf(noise(1000, 'mine'), 216)
  const others = framesOf(noise(1000, 'others'), 216)

  test('counts what is new, and knows when it is enough', () => {
    const collector = createFrameCollector(nodePlatform)
    expect(collector.add(mine.frame(1))).toEqual({ kind: 'partial', received: 1, needed: 5 })
    expect(collector.add(mine.frame(1))).toEqual({ kind: 'partial', received: 1, needed: 5 })
    expect(collector.add(mine.frame(4))).toEqual({ kind: 'partial', received: 2, needed: 5 })
    expect(addAll([0, 2, 3].map(mine.frame), collector)).toMatchObject({ kind: 'complete', received: 5, needed: 5 })
    expect(collector.add(mine.frame(9))).toMatchObject({ kind: 'complete', message: noise(1000, 'mine') })
  })

  test('ignores another message, until three frames of it come in a row', () => {
    const collector = createFrameCollector(nodePlatform)
    addAll([0, 1].map(mine.frame), collector)
    expect(addAll([0, 1].map(others.frame), collector)).toEqual({ kind: 'ignored', received: 2, needed: 5 })
    expect(collector.add(mine.frame(2))).toMatchObject({ kind: 'partial', received: 3 })
    expect(addAll([0, 1].map(others.frame), collector)).toMatchObject({ kind: 'ignored', received: 3 })
    expect(collector.add(others.frame(2))).toEqual({ kind: 'partial', received: 1, needed: 5 })
    expect(addAll([0, 1, 3, 4].map(others.frame), collector)).toMatchObject({ message: noise(1000, 'others') })
  })

  test('ignores a whole message as well while another comes in', () => {
    const collector = createFrameCollector(nodePlatform)
    const whole = framesOf(noise(50), 100).frame(0)
    collector.add(mine.frame(0))
    expect(addAll([whole, whole], collector)).toMatchObject({ kind: 'ignored', received: 1 })
    expect(collector.add(whole)).toMatchObject({ kind: 'complete', message: noise(50) })
  })

  test('begins again when what it put together is not what was named', () => {
    const bytes = bytesOf(mine.frame(4))
    bytes[20]! ^= 1
    const collector = createFrameCollector(nodePlatform)
    expect(addAll([...[0, 1, 2, 3].map(mine.frame), frameOf(bytes)], collector)).toEqual({
      kind: 'ignored',
      received: 0,
      needed: 0,
    })
    expect(addAll([0, 1, 2, 3, 4].map(mine.frame), collector)).toMatchObject({ kind: 'complete' })
  })

  const part = bytesOf(mine.frame(0))
  test.each([
    ['nothing', ''],
    ['the code of somebody else', 'HTTPS://EXAMPLE.COM'],
    ['the prefix alone', 'BAI1:'],
    ['another version', mine.frame(0).replace('BAI1', 'BAI2')],
    ['lower case', mine.frame(0).toLowerCase()],
    ['what is not base45', 'BAI1:GGW'],
    ['a kind that is none', frameOf(Buffer.of(2, 1, 2, 3))],
    ['a whole message of nothing', frameOf(Buffer.of(0))],
    ['a part of nothing', frameOf(part.subarray(0, 16))],
    ['a part that is too short', frameOf(part.subarray(0, -1))],
    ['a part that is too long', frameOf(Buffer.concat([part, Buffer.of(0)]))],
    ['more characters than a code has', `BAI1:${'0'.repeat(4299)}`],
  ])('ignores %s', (_, text) => {
    expect(createFrameCollector(nodePlatform).add(text)).toEqual({ kind: 'ignored', received: 0, needed: 0 })
  })

  test('needs few frames more than there are parts, whichever are missed', () => {
    // Half of all frames are missed. A mix of parts chosen by fair coins brings nothing new with a chance of 2^-(missing),
    // so that 1.6 more are needed on average; with the chances used here 12 more are needed once in some thousands.
    for (const parts of [2, 5, 40]) {
      const frames = framesOf(noise(parts * 100), 116)
      const missed = Array.from({ length: parts + 12 }, (_, i) => frames.frame(i * 2 + 1))
      expect(addAll(missed)).toMatchObject({ kind: 'complete', needed: parts })
    }
  })
})

test('any order, with loss, repetition and foreign codes among them', () => {
  const message = fc.uint8Array({ minLength: 1, maxLength: 3000 })
  const scene = fc.record({
    message,
    other: message,
    maxFrameBytes: fc.integer({ min: 40, max: 500 }),
    seen: fc.array(fc.tuple(fc.nat(400), fc.constantFrom('mine', 'mine', 'mine', 'other', 'noise')), { maxLength: 60 }),
    noise: fc.string({ maxLength: 40 }),
  })
  fc.assert(
    fc.property(scene, ({ message, other, maxFrameBytes, seen, noise }) => {
      fc.pre(Buffer.compare(message, other) !== 0)
      const mine = framesOf(message, maxFrameBytes)
      const foreign = framesOf(other, maxFrameBytes)
      const collector = createFrameCollector(nodePlatform)
      for (const [index, what] of seen) {
        const progress = collector.add(
          what === 'mine' ? mine.frame(index) : what === 'other' ? foreign.frame(index) : noise,
        )
        expect(progress.received).toBeLessThanOrEqual(progress.needed)
        // Never a message that nobody sent.
        if (progress.kind === 'complete') expect([message, other]).toContainEqual(progress.message)
      }
      // Whatever came before: three frames in a row make it ours, and then it comes to an end.
      let last: FrameProgress | undefined
      for (let index = 0; index < mine.count + 3; index++) last = collector.add(mine.frame(index))
      for (let index = 0; index < mine.count; index++) last = collector.add(mine.frame(index))
      expect(last).toMatchObject({ kind: 'complete', message })
    }),
    { seed: 45, numRuns: runs },
  )
})
