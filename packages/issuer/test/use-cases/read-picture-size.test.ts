import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPictureSize } from '../../src/use-cases/read-picture-size.ts'

const SOI = [0xff, 0xd8]
const APP1 = [0xff, 0xe1, 0, 6, 1, 2, 3, 4]
const DHT = [0xff, 0xc4, 0, 3, 0]
/** 0x0140 = 320 high, 0x00f0 = 240 wide. */
const frame = (marker: number) => [0xff, marker, 0, 11, 8, 0x01, 0x40, 0x00, 0xf0, 1, 1, 0x11, 0]
const SCAN = [0xff, 0xda, 0, 2, 0, 0, 0, 0, 0, 0]
const SIZE = { type: 'jpeg', width: 240, height: 320 }

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Length 13, "IHDR", 0x00000280 = 640 wide, 0x000001e0 = 480 high, 8 bits of RGB. */
const IHDR = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0x80, 0, 0, 1, 0xe0, 8, 2, 0, 0, 0]

test.each([
  ['a baseline JPEG', [...SOI, ...APP1, ...frame(0xc0)], SIZE],
  ['a progressive JPEG', [...SOI, ...APP1, ...DHT, ...frame(0xc2)], SIZE],
  ['a JPEG with fill bytes', [...SOI, ...APP1, 0xff, 0xff, ...frame(0xc0)], SIZE],
  ['a JPEG with a restart marker', [...SOI, 0xff, 0xd0, ...frame(0xc0)], SIZE],
  ['a PNG', [...PNG, ...IHDR], { type: 'png', width: 640, height: 480 }],
])('%s', (_what, bytes, size) => {
  expect(readPictureSize(Uint8Array.from(bytes))).toEqual(size)
})

test.each([
  ['a JPEG whose picture comes without a frame', [...SOI, ...APP1, ...SCAN]],
  ['a JPEG that ends in its frame', [...SOI, ...APP1, ...frame(0xc0).slice(0, 8)]],
  ['a JPEG whose segment leads beyond its end', [...SOI, 0xff, 0xe1, 0xff, 0xff, ...frame(0xc0)]],
  ['a JPEG with something between its segments', [...SOI, ...APP1, 0, ...frame(0xc0)]],
  ['a PNG without a header', [...PNG, ...IHDR.slice(0, 4), 0x49, 0x44, 0x41, 0x54, ...IHDR.slice(8)]],
  ['a PNG that ends in its header', [...PNG, ...IHDR.slice(0, 12)]],
])('%s has no size', (_what, bytes) => {
  expect(readPictureSize(Uint8Array.from(bytes))).toBeUndefined()
})

test.each([
  ['nothing', []],
  ['a PDF', [...Buffer.from('%PDF-1.7')]],
  ['half a PNG signature', PNG.slice(0, 4)],
])('%s is of another type', (_what, bytes) => {
  expect(readPictureSize(Uint8Array.from(bytes))).toBe('other_type')
})

test('whatever follows a signature, it ends and does not throw', () => {
  const rest = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(fc.constantFrom([...SOI, 0xff], PNG), rest, (start, bytes) => {
      readPictureSize(Uint8Array.from([...start, ...bytes]))
    }),
    { numRuns: 2000 },
  )
})
