import { inflateSync } from 'node:zlib'
import { createStatuses, readStatus, type StatusBits, statusCount, writeStatus } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { nodePlatform } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readVector } from '../support/read-vector.ts'

type ListVector = {
  readonly id: string
  readonly bits: StatusBits
  readonly lst: string
  readonly size: number
  readonly statuses: readonly (readonly [number, number])[]
}

const bitsArbitrary = fc.constantFrom<StatusBits>(1, 2, 4, 8)

/** The statuses as a string of bits, least significant first, as section 4.1 draws them: slow, and nothing like the code. */
function naive(statuses: readonly number[], bits: number): readonly number[] {
  const text = statuses.map((status) => status.toString(2).padStart(bits, '0').split('').reverse().join('')).join('')
  return (text.match(/.{1,8}/g) ?? []).map((byte) =>
    Number.parseInt(byte.padEnd(8, '0').split('').reverse().join(''), 2),
  )
}

describe('packed statuses', () => {
  test('are what section 4.1 draws', () => {
    fc.assert(
      fc.property(bitsArbitrary, fc.array(fc.nat(255), { maxLength: 50 }), (bits, values) => {
        const statuses = values.map((value) => value & ((1 << bits) - 1))
        const packed = createStatuses(statuses.length, bits)
        for (const [index, status] of statuses.entries()) writeStatus(packed, index, status)
        expect([...packed.bytes]).toEqual(naive(statuses, bits))
        expect(statuses.map((_, index) => readStatus(packed, index))).toEqual(statuses)
      }),
    )
  })

  test('follow a plain array through any writes', () => {
    const writes = fc.array(fc.tuple(fc.nat(99), fc.nat(255)), { maxLength: 200 })
    fc.assert(
      fc.property(bitsArbitrary, writes, (bits, changes) => {
        const model = new Array<number>(100).fill(0)
        const packed = createStatuses(100, bits)
        for (const [index, value] of changes) {
          model[index] = value & ((1 << bits) - 1)
          writeStatus(packed, index, model[index]!)
        }
        expect(model.map((_, index) => readStatus(packed, index))).toEqual(model)
      }),
    )
  })

  test.each([-1, 0.5, 16, 2 ** 31, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('have no entry %d', (index) => {
    const packed = createStatuses(16, 1)
    expect(statusCount(packed)).toBe(16)
    expect(() => readStatus(packed, index)).toThrow(expect.objectContaining({ code: 'status_index_out_of_range' }))
    expect(() => writeStatus(packed, index, 1)).toThrow(expect.objectContaining({ code: 'status_index_out_of_range' }))
  })

  test.each([2, -1, 0.5, Number.NaN])('of one bit do not hold %d', (status) => {
    expect(() => writeStatus(createStatuses(8, 1), 0, status)).toThrow(TypeError)
  })
})

describe('the lists of the specification', () => {
  const vectors = readVector<ListVector[]>('status-list/lists.json')

  test.each(vectors)('$id', ({ bits, lst, size, statuses }) => {
    const compressed = Buffer.from(lst, 'base64url')
    const bytes = nodePlatform.inflate(compressed, size)
    expect(Buffer.compare(bytes, webPlatform.inflate(compressed, size))).toBe(0)
    const packed = { bits, bytes }
    expect(statusCount(packed)).toBe(size)
    const wanted = new Map(statuses)
    let wrong = 0
    for (let index = 0; index < size; index++) if (readStatus(packed, index) !== (wanted.get(index) ?? 0)) wrong += 1
    expect(wrong).toBe(0)
  })

  test.each(vectors)('$id, packed by us', ({ bits, lst, size, statuses }) => {
    const packed = createStatuses(size, bits)
    for (const [index, status] of statuses) writeStatus(packed, index, status)
    const theirs = inflateSync(Buffer.from(lst, 'base64url'))
    expect(Buffer.compare(packed.bytes, theirs)).toBe(0)
    for (const platform of [nodePlatform, webPlatform]) {
      expect(Buffer.compare(inflateSync(platform.deflate(packed.bytes)), theirs)).toBe(0)
    }
  })
})
