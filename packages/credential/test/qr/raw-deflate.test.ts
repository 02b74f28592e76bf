import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DICTIONARY_V1 } from '../../src/qr/dictionary-v1.ts'
import { deflateRaw, inflateRaw } from '../../src/qr/raw-deflate.ts'

const dictionary = Buffer.from(DICTIONARY_V1)
const LIMIT = 100_000

/** Noise, runs and pieces of the dictionary: longer than the steps in which it is read, and across them. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((piece) => Buffer.from(piece)),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 90 }))
        .map(([piece, times]) => Buffer.concat(Array<Uint8Array>(times).fill(piece))),
      fc.tuple(fc.nat(dictionary.length), fc.nat(900)).map(([at, length]) => dictionary.subarray(at, at + length)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Uint8Array.from(Buffer.concat(pieces)))

const level = fc.integer({ min: 0, max: 9 })
const strategy = fc.constantFrom(
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
)

test('zlib reads what we write, and we read what zlib writes in whatever way', () => {
  fc.assert(
    fc.property(bytes, level, strategy, (plain, chosenLevel, chosenStrategy) => {
      const ours = deflateRaw(plain, LIMIT)
      expect(Uint8Array.from(inflateRawSync(ours, { dictionary }))).toEqual(plain)
      expect(inflateRaw(ours, LIMIT)).toEqual(plain)
      const theirs = deflateRawSync(plain, { level: chosenLevel, strategy: chosenStrategy, dictionary })
      expect(inflateRaw(theirs, LIMIT)).toEqual(plain)
    }),
    { seed: 1951, numRuns: 150 },
  )
})

test('a stream that was cut is refused, and one that becomes too long as well', () => {
  const plain = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) % 251)
  const whole = deflateRaw(plain, LIMIT)
  for (let length = 0; length < whole.length; length++) {
    expect(() => inflateRaw(whole.subarray(0, length), LIMIT)).toThrow(
      expect.objectContaining({ code: 'qr_malformed' }),
    )
  }
  expect(inflateRaw(whole, 3000)).toEqual(plain)
  expect(() => inflateRaw(whole, 2999)).toThrow(expect.objectContaining({ code: 'too_large' }))
  expect(() => deflateRaw(plain, 2999)).toThrow(expect.objectContaining({ code: 'too_large' }))
})
