import { inflateRawSync } from 'node:zlib'
import {
  CredentialError,
  createFrameCollector,
  createFrames,
  decodeOfflineMessage,
  encodeOfflineMessage,
  type OfflineMessage,
} from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { decodeBase45, encodeBase45 } from '../../src/qr/base45.ts'
import { readQrMessage } from '../support/read-qr-message.ts'
import { readVector } from '../support/read-vector.ts'

type MessageVector = {
  readonly id: string
  readonly message: OfflineMessage
  readonly certificates: readonly string[]
  readonly encoded: string
}
type MalformedVector = { readonly id: string; readonly encoded: string; readonly code: string }
type FramesVector = {
  readonly id: string
  readonly message: string
  readonly max_frame_bytes: number
  readonly count: number
  readonly frames: readonly { readonly index: number; readonly text: string }[]
}
type Base45Vector = { readonly id: string; readonly bytes: string | null; readonly text: string }

const dictionary = Buffer.from(readVector<{ dictionary: string }>('qr/dictionary-v1.json').dictionary, 'hex')

describe.each(readVector<MessageVector[]>('qr/messages.json'))('message $id', ({ message, certificates, encoded }) => {
  const bytes = Buffer.from(encoded, 'hex')

  test('is decoded, and encoded again', () => {
    expect(decodeOfflineMessage(bytes, nodePlatform, { certificates })).toEqual(message)
    // Other encoders may compress better or worse; ours gives the same bytes for the same message.
    expect(Buffer.from(encodeOfflineMessage(message, nodePlatform, { certificates }))).toEqual(bytes)
  })

  test('is read alike by a decoder that shares nothing with ours', () => {
    const [, content] = Object.values(message)
    const isPlain = (bytes[0]! & 8) !== 0
    const json = isPlain
      ? inflateRawSync(bytes.subarray(1), { dictionary }).toString()
      : readQrMessage(bytes, dictionary, certificates)
    expect(json).toBe(JSON.stringify(content))
  })
})

test.each(readVector<MalformedVector[]>('qr/malformed.json'))('malformed $id', ({ encoded, code }) => {
  try {
    decodeOfflineMessage(Buffer.from(encoded, 'hex'), nodePlatform)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(CredentialError)
    expect(error).toMatchObject({ code })
  }
})

test.each(readVector<FramesVector[]>('qr/frames.json'))('frames $id', ({ message, max_frame_bytes, count, frames }) => {
  const bytes = Buffer.from(message, 'hex')
  const made = createFrames(bytes, { maxFrameBytes: max_frame_bytes }, nodePlatform)
  expect(made.count).toBe(count)
  expect(frames.map(({ index }) => ({ index, text: made.frame(index) }))).toEqual(frames)
  const collector = createFrameCollector(nodePlatform)
  const progress = [...frames].reverse().map(({ text }) => collector.add(text))
  expect(progress.at(-1)).toMatchObject({ kind: 'complete', needed: count, message: Uint8Array.from(bytes) })
})

test.each(readVector<Base45Vector[]>('qr/base45.json'))('base45 $id', ({ bytes, text }) => {
  const expected = bytes === null ? undefined : Uint8Array.from(Buffer.from(bytes, 'hex'))
  expect(decodeBase45(text)).toEqual(expected)
  if (expected !== undefined) expect(encodeBase45(expected)).toBe(text)
})
