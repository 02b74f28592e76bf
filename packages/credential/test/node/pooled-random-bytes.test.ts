import { pooledRandomBytes } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'

describe('pooledRandomBytes', () => {
  test.each([0, 1, 16, 32, 8191, 8192, 8193, 20_000])('gives %i bytes', (length) => {
    expect(pooledRandomBytes(length)).toHaveLength(length)
  })

  test('gives no byte twice: what was handed out stays as it is, and nothing comes again', () => {
    const drawn = Array.from({ length: 5000 }, () => pooledRandomBytes(16))
    const seen = new Set(drawn.map((bytes) => Buffer.from(bytes).toString('hex')))
    expect(seen.size).toBe(5000)
  })

  test('uses all values about equally', () => {
    const counts = new Array<number>(256).fill(0)
    for (let i = 0; i < 1600; i++) for (const byte of pooledRandomBytes(160)) counts[byte]! += 1
    // 256,000 bytes: 1,000 of each, with a standard deviation of 32. Eight of those are beyond chance.
    expect(Math.min(...counts)).toBeGreaterThan(744)
    expect(Math.max(...counts)).toBeLessThan(1256)
  })

  test('a change to what was handed out changes nothing else', () => {
    const first = pooledRandomBytes(16)
    first.fill(0)
    expect(pooledRandomBytes(16).some((byte) => byte !== 0)).toBe(true)
  })
})
