import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { CredentialError, decodeOfflineMessage, encodeOfflineMessage, type OfflineMessage } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeNumber } from '../../src/qr/binary-text.ts'
import { DICTIONARY_V1 } from '../../src/qr/dictionary-v1.ts'
import { framedClaims } from '../support/claims.ts'
import { presentIdCard, requestIdCard } from '../support/id-card.ts'
import { bind, issue } from '../support/parties.ts'

const SLOW = process.env['SLOW'] !== undefined
const options = { seed: 1951, numRuns: SLOW ? 5_000 : 250 }

function comesBack(message: OfflineMessage): void {
  expect(decodeOfflineMessage(encodeOfflineMessage(message, nodePlatform), nodePlatform)).toEqual(message)
}

/** A message, or one of our own errors. */
function outcomeOf(bytes: Uint8Array): OfflineMessage | string {
  try {
    return decodeOfflineMessage(bytes, nodePlatform)
  } catch (error) {
    if (error instanceof CredentialError) return error.code
    throw error
  }
}

/** The best of five, for the machine has other things to do. */
function millisecondsOf(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = process.hrtime.bigint()
    work()
    return Number(process.hrtime.bigint() - start) / 1e6
  })
  return Math.min(...times)
}

/** What a machine of this speed does anyway, in the same moment: hashing 32 MB. */
const MUCH = Buffer.alloc(32_000_000)
const hashMuch = () => createHash('sha256').update(MUCH).digest()

const presentation = await presentIdCard(['given_name', 'family_name', 'birthdate', 'age_equal_or_over'])
const request = await requestIdCard()

describe('every message comes back character by character', () => {
  test('SD-JWTs of any claims, any subset disclosed, with key binding', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), fc.infiniteStream(fc.boolean()), async (framed, coins) => {
        const [jwt, ...disclosures] = (await issue(framed)).slice(0, -1).split('~')
        const presented = `${[jwt, ...disclosures.filter(() => coins.next().value)].join('~')}~`
        comesBack({ kind: 'printed', presentation: presented })
        comesBack({ kind: 'answer', vpToken: { a: [await bind(presented), presented], b: [presented] } })
      }),
      { ...options, numRuns: options.numRuns / 5 },
    )
  })

  test('ours with pieces cut out, put in, doubled and swapped', () => {
    const text = fc.constantFrom(presentation, request)
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.stringMatching(/^[A-Za-z0-9_.~="-]{0,60}$/),
      fc.nat(presentation.length).map((at) => presentation.slice(at, at + 90)),
    )
    const edits = fc.array(fc.tuple(fc.nat(3000), fc.nat(100), piece), { maxLength: 4 })
    fc.assert(
      fc.property(text, edits, (whole, changes) => {
        const changed = changes.reduce(
          (edited, [at, length, inserted]) => edited.slice(0, at) + inserted + edited.slice(at + length),
          whole,
        )
        comesBack({ kind: 'printed', presentation: changed })
        comesBack({ kind: 'one-scan', vpToken: { card: [changed, presentation] } })
      }),
      options,
    )
  })

  test('texts of whatever characters', () => {
    const run = fc.oneof(
      fc.base64String({ maxLength: 100 }),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('~', '.', '"', '\\', '":"', '"x":"', '","y":"', 'sha256-', '\u0000', '\ud800'),
    )
    const text = fc.array(run, { maxLength: 12 }).map((runs) => runs.join(''))
    const vpToken = fc.dictionary(
      text.map((id) => id.slice(0, 100)).filter((id) => id !== '__proto__'),
      fc.array(text, { minLength: 1, maxLength: 3 }),
      { maxKeys: 3, noNullPrototype: true },
    )
    fc.assert(
      fc.property(text, vpToken, (any, token) => {
        comesBack({ kind: 'request', request: any })
        comesBack({ kind: 'answer', vpToken: token })
      }),
      options,
    )
  })
})

describe('whatever bytes come', () => {
  test('they are a message that comes back, or refused with a code', () => {
    const good = encodeOfflineMessage({ kind: 'answer', vpToken: { a: [presentation] } }, nodePlatform)
    const deflated = fc
      .tuple(
        fc.integer({ min: 0x10, max: 0x1b }),
        fc.uint8Array({ maxLength: 60 }),
        fc.array(fc.oneof(fc.integer({ min: 0, max: 17 }), fc.integer({ min: 0, max: 255 })), { maxLength: 60 }),
      )
      .map(([header, values, text]) =>
        Buffer.concat([
          Buffer.of(header, values.length),
          values,
          deflateRawSync(Buffer.from(text), { dictionary: Buffer.from(DICTIONARY_V1) }),
        ]),
      )
    const changed = fc
      .tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(good.length))
      .map(([at, flip, length]) =>
        good.map((byte, i) => (i === at ? byte ^ flip : byte)).slice(0, length || good.length),
      )
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), deflated, changed), (bytes) => {
        const outcome = outcomeOf(bytes)
        if (typeof outcome !== 'string') comesBack(outcome)
      }),
      { ...options, numRuns: options.numRuns * 4 },
    )
  })

  /** `count` bytes of text that deflate to next to nothing, over as many values as fit. */
  function bomb(text: string, values = Buffer.alloc(0)): Uint8Array {
    const number = encodeNumber(values.length)
    return Buffer.concat([
      Buffer.of(0x13, ...number),
      values,
      deflateRawSync(Buffer.from(text, 'latin1'), { level: 9, dictionary: Buffer.from(DICTIONARY_V1) }),
    ])
  }

  const zeros = Buffer.alloc(60_000)
  /** The x of 150 keys. */
  const halves = Array.from({ length: 150 }, () => Buffer.from(generateNodeSigner().publicJwk.x!, 'base64url'))
  test.each([
    ['a megabyte of noise', Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * 2654435761) >>> 24))],
    ['a megabyte that says it is a message', Buffer.alloc(1_000_000, 0x13)],
    ['a bomb of 60 MB', Buffer.concat([Buffer.of(0x1b), deflateRawSync(Buffer.alloc(60_000_000))])],
    ['a text of the largest size', bomb(`\x11${'a'.repeat(131_000)}\x11`)],
    ['as many tildes as fit', bomb('\x10'.repeat(131_000))],
    ['as many strings as fit', bomb('\x11'.repeat(131_000))],
    ['as many beginnings as fit', bomb('\x01'.repeat(131_000))],
    ['as many pairs as fit', bomb('\x01\x00'.repeat(65_500))],
    ['large texts nested', bomb(`\x01\x01\x01\x01${'a'.repeat(131_000)}\x00\x00\x00\x00`)],
    ['as many digests as fit', bomb(`a\x10b\x10${'\x08'.repeat(60_000)}\x10`, zeros)],
    ['as many sd_hashes as fit', bomb(`${'a'.repeat(65_000)}\x10${'\x0b'.repeat(65_000)}`)],
    [
      'a large value over and over',
      bomb(
        `\x05${'\x07'.repeat(30_000)}`,
        Buffer.concat([Buffer.of(0xb0, 0xea, 0x01), Buffer.alloc(30_000), zeros.subarray(0, 30_000)]),
      ),
    ],
    ['as many keys as fit', bomb('\x03\x0e'.repeat(1_800), Buffer.concat(Array<Buffer[]>(12).fill(halves).flat()))],
    [
      'disclosures that hang on each other',
      bomb(
        Array.from({ length: 2_000 }, () => '\x10\x08').join(''),
        Buffer.from(Array.from({ length: 2_000 }, (_, i) => [((i + 1) & 127) | 128, (i + 1) >> 7]).flat()),
      ),
    ],
  ])('%s: read or refused in the time of hashing 128 MB', (_, bytes) => {
    const ratio = millisecondsOf(() => outcomeOf(bytes)) / millisecondsOf(hashMuch)
    expect(ratio).toBeLessThan(4)
  })
})
