import { deflateSync, inflateSync } from 'node:zlib'
import { CredentialError, HASH_ALGORITHMS } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { nodePlatform } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const LIMIT = 100_000

function outcome(run: () => Uint8Array): string {
  try {
    return Buffer.from(run()).toString('hex')
  } catch (error) {
    if (error instanceof CredentialError) return error.code
    throw error
  }
}

/** Both platforms, which must agree. */
function inflate(compressed: Uint8Array, limit = LIMIT): string {
  const onNode = outcome(() => nodePlatform.inflate(compressed, limit))
  expect(outcome(() => webPlatform.inflate(compressed, limit))).toBe(onNode)
  return onNode
}

/** Long runs and noise: what compresses and what does not, in sizes on both sides of the step in which bytes are read. */
const bytes = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 200 })), { maxLength: 12 })
  .map((parts) => Buffer.concat(parts.flatMap(([part, times]) => Array.from({ length: times }, () => part))))

describe('the web platform and the node platform', () => {
  test('make the same digests', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HASH_ALGORITHMS), fc.stringMatching(/^[A-Za-z0-9_~.-]*$/), (algorithm, text) => {
        expect(webPlatform.digest(algorithm, text)).toBe(nodePlatform.digest(algorithm, text))
      }),
    )
  })

  test('unpack the same, whatever the level it was packed at', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 9 }), (plain, level) => {
        expect(inflate(deflateSync(plain, { level }))).toBe(plain.toString('hex'))
      }),
    )
  })

  test('unpack noise of any length', () => {
    for (const length of [0, 1, 2041, 2042, 2043, 2044, 2045, 2046, 2047, 2048, 2049, 4090, 4096, 9999]) {
      const noise = Uint8Array.from({ length }, (_, i) => (i * 7919) % 251)
      expect(inflate(deflateSync(noise, { level: 0 }))).toBe(Buffer.from(noise).toString('hex'))
    }
  })

  test('read what the other packed', () => {
    fc.assert(
      fc.property(bytes, (plain) => {
        expect(Buffer.compare(inflateSync(webPlatform.deflate(plain)), plain)).toBe(0)
        expect(Buffer.compare(webPlatform.inflate(nodePlatform.deflate(plain), LIMIT), plain)).toBe(0)
      }),
    )
  })

  test('refuse the same: cut, changed, lengthened', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, at, change) => {
        const packed = deflateSync(plain)
        const changed = Buffer.from(packed)
        changed[at % packed.length]! ^= change
        expect(inflate(packed.subarray(0, at % packed.length))).toBe('status_list_malformed')
        expect(inflate(Buffer.concat([packed, Buffer.from([change])]))).toBe('status_list_malformed')
        // A change may leave the meaning as it was (a copy from one period earlier), but never on one side only.
        inflate(changed)
      }),
      { numRuns: 300 },
    )
  })

  test.each([1, 1000, 65_536])('unpack %i bytes and not one more than allowed', (length) => {
    const packed = deflateSync(Buffer.alloc(length, 7))
    expect(inflate(packed, length)).toBe(Buffer.alloc(length, 7).toString('hex'))
    if (length > 1) expect(inflate(packed, length - 1)).toBe('too_large')
  })
})
