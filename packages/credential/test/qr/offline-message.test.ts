import { ECDH } from 'node:crypto'
import {
  CredentialError,
  decodeOfflineMessage,
  encodeOfflineMessage,
  issueSdJwt,
  type OfflineMessage,
} from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { encodeNumber } from '../../src/qr/binary-text.ts'
import { DICTIONARY_V1 } from '../../src/qr/dictionary-v1.ts'
import { discloseOnly, issueIdCard, presentIdCard, requestIdCard } from '../support/id-card.ts'
import { issuer } from '../support/parties.ts'
import { readQrMessage } from '../support/read-qr-message.ts'
import { readVector } from '../support/read-vector.ts'

const THREE = ['given_name', 'family_name', 'birthdate']
const dictionary = Buffer.from(DICTIONARY_V1)
/** The first byte of plain messages, by docs/offline-profile.md: version 1, the bit for plain, the kind. */
const PLAIN_PRINTED = 0x1b

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof CredentialError) return error.code
    throw error
  }
  return 'none'
}

const decode = (...bytes: readonly number[]) => decodeOfflineMessage(Uint8Array.from(bytes), nodePlatform)

/** How many bytes of values a compact message says it has, where that takes two bytes. */
const valueBytesOf = (bytes: Uint8Array) => bytes[1]! - 128 + bytes[2]! * 128

const presentation = await presentIdCard(THREE)
const card = await issueIdCard()
const messages: Readonly<Record<string, { readonly header: number; readonly message: OfflineMessage }>> = {
  'a request': { header: 0x10, message: { kind: 'request', request: await requestIdCard() } },
  'an answer': { header: 0x11, message: { kind: 'answer', vpToken: { id_card: [presentation] } } },
  'an answer to two queries': {
    header: 0x11,
    message: { kind: 'answer', vpToken: { a: [presentation, await presentIdCard(['sex'])], '1': [presentation] } },
  },
  'a one-scan answer': {
    header: 0x12,
    message: {
      kind: 'one-scan',
      vpToken: { id_card: [await presentIdCard(THREE, { audience: 'bai.offline:class:gate' })] },
    },
  },
  'a printed card': { header: 0x13, message: { kind: 'printed', presentation: discloseOnly(card, THREE) } },
  'a whole card': { header: 0x13, message: { kind: 'printed', presentation: card } },
  'no presentation at all': { header: 0x11, message: { kind: 'answer', vpToken: {} } },
  'an empty text': { header: 0x13, message: { kind: 'printed', presentation: '' } },
}

describe.each(Object.entries(messages))('%s', (_, { header, message }) => {
  const bytes = encodeOfflineMessage(message, nodePlatform)

  test('comes back as it was, on either platform', () => {
    expect(decodeOfflineMessage(bytes, nodePlatform)).toEqual(message)
    expect(decodeOfflineMessage(bytes, webPlatform)).toEqual(message)
    expect(encodeOfflineMessage(message, webPlatform)).toEqual(bytes)
  })

  test('says its version and kind in the first byte', () => {
    expect(bytes[0]).toBe(header)
  })

  test('is read alike by another decoder', () => {
    const [, content] = Object.values(message)
    expect(readQrMessage(Buffer.from(bytes), dictionary)).toBe(JSON.stringify(content))
  })
})

describe('sizes', () => {
  test('three claims with key binding take at most 800 bytes', () => {
    expect(encodeOfflineMessage(messages['an answer']!.message, nodePlatform).length).toBeLessThanOrEqual(800)
  })

  test('what can be made again is not carried', () => {
    // By hand, for three claims of the ID card: two signatures, the x of two keys, the kid, the nonce, nine digests of the
    // claims that are withheld, the numbers of the three that are not, three salts.
    const values = 2 * 64 + 2 * 32 + 32 + 32 + 9 * 32 + 3 + 3 * 16
    const bytes = encodeOfflineMessage(messages['an answer']!.message, nodePlatform)
    // Less, once in some two hundred: what could be JSON in base64url is a text and no value, as random as it is.
    expect(valueBytesOf(bytes)).toBeLessThanOrEqual(values)
    expect(valueBytesOf(bytes)).toBeGreaterThan(values - 2 * 33)
  })
})

describe('certificates that both hold', () => {
  const certificates = [1, 2, 3].map((seed) => Buffer.alloc(500 + seed, `certificate ${seed}`).toString('base64'))
  const x5c = certificates.slice(0, 2)

  test('are named by 8 bytes and come back', async () => {
    const message: OfflineMessage = {
      kind: 'answer',
      vpToken: { id_card: [await presentIdCard(THREE, { header: { x5c } })] },
    }
    const bytes = encodeOfflineMessage(message, nodePlatform, { certificates })
    const reversed = [...certificates].reverse()
    expect(decodeOfflineMessage(bytes, nodePlatform, { certificates: reversed })).toEqual(message)
    expect(readQrMessage(Buffer.from(bytes), dictionary, certificates)).toBe(JSON.stringify(message.vpToken))
    const without = encodeOfflineMessage(messages['an answer']!.message, nodePlatform)
    expect(bytes.length - without.length).toBeLessThan(2 * 8 + 30)
    expect(codeOf(() => decodeOfflineMessage(bytes, nodePlatform))).toBe('qr_certificate_unknown')
    expect(codeOf(() => decodeOfflineMessage(bytes, nodePlatform, { certificates: certificates.slice(1) }))).toBe(
      'qr_certificate_unknown',
    )
  })

  test('are carried where only one side has them', async () => {
    const message: OfflineMessage = { kind: 'printed', presentation: await issueIdCard({ header: { x5c } }) }
    const bytes = encodeOfflineMessage(message, nodePlatform, { certificates: certificates.slice(2) })
    expect(decodeOfflineMessage(bytes, nodePlatform)).toEqual(message)
  })
})

/** The y of a point of P-256, by OpenSSL; of what is no point, anything. */
function yOf(x: string): string {
  try {
    const point = Buffer.concat([Buffer.of(2), Buffer.from(x, 'base64url')])
    return (ECDH.convertKey(point, 'prime256v1') as Buffer).subarray(33).toString('base64url')
  } catch {
    return x
  }
}

describe('what others write in other ways comes back character by character', () => {
  const b64 = (text: string) => Buffer.from(text).toString('base64url')
  const signature = Buffer.alloc(64, 7).toString('base64url')
  const disclosure = b64('["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]')
  const digest = nodePlatform.digest('sha-256', disclosure)

  test.each([
    ['spaces, tabs and lines in JSON', `${b64('{\r\n\t"typ" : "JWT",\n "alg":"ES256"}')}.${b64('{ }')}.${signature}`],
    ['members twice', `${b64('{"alg":"ES256","alg":"none"}')}.${b64('{"a":1,"a":1}')}.${signature}`],
    ['control characters in JSON', `${b64('{"a":"\u0001\u0000\u0008"}')}.${b64('["\u0011\u0010"]')}.${signature}`],
    ['bytes that are no UTF-8', `${Buffer.from('7b22ff80c3227d', 'hex').toString('base64url')}.e30.${signature}`],
    ['stray bits in a signature', `${b64('{"alg":"ES256"}')}.e30.${signature.slice(0, -1)}x`],
    ['padding', `${Buffer.from('{"alg":"ES256"} ').toString('base64')}.e30=.${signature}==`],
    ['another alphabet', `${b64('{}')}.${Buffer.alloc(66, 0xfb).toString('base64')}.${signature}`],
    [
      'an unknown algorithm',
      `${b64('{"alg":"XX999"}')}.${b64('{"_sd_alg":"md5"}')}.${Buffer.alloc(33, 200).toString('base64url')}`,
    ],
    ['a digest twice', `${b64(`{"_sd":["${digest}","${digest}"]}`)}.e30.${signature}~${disclosure}~`],
    ['a disclosure twice', `${b64(`{"_sd":["${digest}"]}`)}.e30.${signature}~${disclosure}~${disclosure}~`],
    ['a digest in the key binding', `e30.e30.${signature}~${disclosure}~${b64(`{"d":"${digest}"}`)}.e30.${signature}`],
    ['its own sd_hash in the middle', `e30.e30.${signature}~${nodePlatform.digest('sha-256', 'e30')}~x`],
    ['only tildes', '~'.repeat(100)],
    ['quotation marks and backslashes', `"${disclosure}\\"~${digest}\\u0041"`],
    ['characters of other scripts', 'สวัสดี👩‍👧\u2028\u0000\ud800'],
    [
      'ten thousand characters',
      pooledRandomBytes(5000).reduce((text, byte) => text + String.fromCharCode(byte, byte * 3), ''),
    ],
    ['nested six times', Array.from({ length: 6 }).reduce<string>((text) => b64(`{"a":"${text}"}`), '')],
    ['a key whose y is another', `{"x":"${digest}","y":"${digest}"}`],
    ['a key without its x before', `"x":"${'A'.repeat(43)}","y":"${digest}"`],
  ])('%s', (_, text) => {
    for (const message of [
      { kind: 'printed', presentation: text },
      { kind: 'request', request: text },
      { kind: 'answer', vpToken: { [text.slice(0, 100)]: [text, text] } },
    ] as const satisfies readonly OfflineMessage[]) {
      expect(decodeOfflineMessage(encodeOfflineMessage(message, nodePlatform), nodePlatform)).toEqual(message)
    }
  })

  test('more keys than halves are looked for of', () => {
    // Once in some ten thousand, a random half is bytes that could be JSON in base64url; it is shorter then, and not counted.
    const isLikeJson = (half: string | undefined) =>
      /^[{[]/.test(Buffer.from(half ?? '', 'base64url').toString('latin1'))
    const keys = Array.from({ length: 80 }, () => generateNodeSigner().publicJwk)
      .filter(({ x, y }) => !isLikeJson(x) && !isLikeJson(y))
      .slice(0, 60)
      .map((key) => JSON.stringify(key))
    const presentation = `${b64('{}')}.${b64(`[${keys.join()}]`)}.${signature}`
    const bytes = encodeOfflineMessage({ kind: 'printed', presentation }, nodePlatform)
    expect(bytes[0]).toBe(0x13)
    expect(decodeOfflineMessage(bytes, nodePlatform)).toEqual({ kind: 'printed', presentation })
    // 48 keys of one half, 12 of two.
    expect(valueBytesOf(bytes)).toBe((48 + 24) * 32 + 64)
  })

  test('every token of the vectors', () => {
    const files = [
      'rfc9901/examples',
      'jose/jws',
      ...[
        'structure',
        'signatures',
        'digests',
        'disclosures',
        'claim-names',
        'headers',
        'key-binding',
        'holder-binding',
      ].map((name) => `attacks/${name}`),
    ]
    const inputs = files.flatMap((file) => readVector<readonly { input: string }[]>(`${file}.json`))
    expect(inputs.length).toBeGreaterThan(250)
    for (const { input } of inputs) {
      const message: OfflineMessage = { kind: 'printed', presentation: input.slice(0, 60_000) }
      expect(decodeOfflineMessage(encodeOfflineMessage(message, nodePlatform), nodePlatform)).toEqual(message)
    }
  })

  test('goes as deflated JSON where the compact form would not give it back', () => {
    // More tildes than any SD-JWT has, and more levels of digests than claims have of nesting.
    let chain = b64('["salt","a",1]')
    const disclosures = [chain]
    for (let i = 0; i < 40; i++) {
      chain = b64(`["salt",{"_sd":["${nodePlatform.digest('sha-256', chain)}"]}]`)
      disclosures.push(chain)
    }
    for (const presentation of ['~'.repeat(3000), `e30.e30.${signature}~${disclosures.reverse().join('~')}~`]) {
      const bytes = encodeOfflineMessage({ kind: 'printed', presentation }, nodePlatform)
      expect(bytes[0]).toBe(PLAIN_PRINTED)
      expect(decodeOfflineMessage(bytes, nodePlatform)).toEqual({ kind: 'printed', presentation })
    }
  })

  test('goes as deflated JSON where two certificates have one name', () => {
    // Nobody can make two with SHA-256; with a digest that is the same for everything, all have the same.
    const platform = { digest: () => digest }
    const certificates = ['first', 'second'].map((name) => Buffer.from(name.repeat(20)).toString('base64'))
    const message = { kind: 'printed', presentation: JSON.stringify({ x5c: certificates[0] }) } as const
    const bytes = encodeOfflineMessage(message, platform, { certificates })
    expect(bytes[0]).toBe(PLAIN_PRINTED)
    expect(decodeOfflineMessage(bytes, platform, { certificates })).toEqual(message)
  })

  test('a key of which one half happens to be a digest', () => {
    // Every other text is the x of a point.
    for (let i = 0; i < 8; i++) {
      const text = b64(`["salt","claim",${i}]`)
      const x = nodePlatform.digest('sha-256', text)
      const y = yOf(x)
      const presentation = `${b64(`{"x":"${x}","y":"${y}"}`)}.e30.${signature}~${text}~`
      const bytes = encodeOfflineMessage({ kind: 'printed', presentation }, nodePlatform)
      expect(bytes[0]).toBe(0x13)
      expect(decodeOfflineMessage(bytes, nodePlatform)).toEqual({ kind: 'printed', presentation })
    }
  })

  test('a query may have any name but that of the prototype', () => {
    const message = { kind: 'answer', vpToken: JSON.parse('{"constructor":["a"],"toString":["b"]}') } as const
    expect(decodeOfflineMessage(encodeOfflineMessage(message, nodePlatform), nodePlatform)).toEqual(message)
    const polluted = { kind: 'answer', vpToken: JSON.parse('{"__proto__":["a"]}') } as const
    expect(codeOf(() => encodeOfflineMessage(polluted, nodePlatform))).toBe('qr_malformed')
  })
})

describe('refuses to encode', () => {
  test.each([
    ['no message', {}, 'qr_malformed'],
    ['another kind', { kind: 'other', request: '' }, 'qr_malformed'],
    ['more than is carried', { kind: 'request', request: '', more: 1 }, 'qr_malformed'],
    ['a query without presentations', { kind: 'answer', vpToken: { a: [] } }, 'qr_malformed'],
    ['more than 64 KiB', { kind: 'printed', presentation: pooledRandomBytes(66_000).toString() }, 'too_large'],
  ])('%s', (_, message, code) => {
    expect(codeOf(() => encodeOfflineMessage(message as OfflineMessage, nodePlatform))).toBe(code)
  })
})

describe('refuses to decode', () => {
  /** A deflate block that is stored (RFC 1951, section 3.2.4): the bytes as they are. */
  const stored = (text: string) => [
    1,
    text.length & 255,
    text.length >> 8,
    ~text.length & 255,
    (~text.length >> 8) & 255,
    ...Buffer.from(text, 'latin1'),
  ]
  const compact = (values: readonly number[], text: string) => [0x13, values.length, ...values, ...stored(text)]

  test('stored blocks are read, so that what follows is refused for what is in it', () => {
    expect(decode(...compact([], '\x11a\x10\x01{}\x00\x11'))).toEqual({ kind: 'printed', presentation: 'a~e30' })
  })

  test.each([
    ['nothing', [], 'qr_malformed'],
    ['a header alone', [0x13], 'qr_malformed'],
    ['no text', [0x13, 0], 'qr_malformed'],
    ['another version', [0x23, 0, 3, 0], 'qr_version_unsupported'],
    ['a kind that is none', [0x14, 0, 3, 0], 'qr_malformed'],
    ['no deflate', [0x1b, 7, 7, 7], 'qr_malformed'],
    ['deflate that ends too early', [0x1b, ...stored('""').slice(0, -1)], 'qr_malformed'],
    ['no JSON', [0x1b, ...stored('nope')], 'json_malformed'],
    ['two members of one name', [0x19, ...stored('{"a":["b"],"a":["c"]}')], 'json_malformed'],
    ['JSON of another kind of message', [0x1b, ...stored('{"a":["b"]}')], 'qr_malformed'],
    ['bytes that are no UTF-8', [0x1b, ...stored('"\xff"')], 'qr_malformed'],
    ['fewer values than it says', [0x13, 9, 1, 2], 'qr_malformed'],
    ['fewer values than markers', compact([1, 2], '\x11\x02\x11'), 'qr_malformed'],
    ['more values than markers', compact([1, 2], '\x11\x11'), 'qr_malformed'],
    ['a number without an end', compact([255, 255], '\x11\x05\x11'), 'qr_malformed'],
    ['a number of five bytes', compact([129, 128, 128, 128, 0], '\x11\x05\x11'), 'qr_malformed'],
    ['a number in a longer form than need be', compact([129, 0, 7], '\x11\x05\x11'), 'qr_malformed'],
    ['a repetition of nothing', compact([0], '\x11\x07\x11'), 'qr_malformed'],
    ['an end without a beginning', compact([], '\x11\x00\x11'), 'qr_malformed'],
    ['a beginning without an end', compact([], '\x11\x01\x11'), 'qr_malformed'],
    ['nesting too deep', compact([], `\x11${'\x01{'.repeat(5)}${'}\x00'.repeat(5)}\x11`), 'qr_malformed'],
    ['a digest of a part that is not there', compact([1], '\x11\x08\x10a\x10\x11'), 'qr_malformed'],
    ['a digest of the key binding', compact([0], '\x11\x08\x10a\x11'), 'qr_malformed'],
    ['a digest of itself', compact([0], '\x11a\x10\x08\x10\x11'), 'qr_malformed'],
    ['two digests of each other', compact([1, 0], '\x11a\x10\x08\x10\x08\x10\x11'), 'qr_malformed'],
    ['an sd_hash in what it is of', compact([], '\x11\x0b\x10\x11'), 'qr_malformed'],
    ['an sd_hash of nothing', compact([], '\x11\x0b\x11'), 'qr_malformed'],
    ['a y without an x', compact([], '\x11\x0e\x11'), 'qr_malformed'],
    ['a y of an x that is on no point', compact(Array<number>(32).fill(255), '\x11\x03\x0f\x11'), 'qr_malformed'],
    ['a certificate that is not there', compact(Array<number>(8).fill(1), '\x11\x0c\x11'), 'qr_certificate_unknown'],
    [
      'more than 64 KiB, good as it is',
      [0x13, ...encodeNumber(65_600), ...Array<number>(65_600).fill(0), ...stored('\x11\x05\x11')],
      'too_large',
    ],
    ['bytes that are no marker', compact([], '\x11\x12\x11'), 'qr_malformed'],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(() => decode(...bytes))).toBe(code)
  })
})

test('no message, token or value stands in an error', async () => {
  const secret = 'secret-7f3a'
  const jwt = await issueSdJwt(
    { header: {}, claims: { a: secret }, frame: {} },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
  )
  for (const text of [`nope ${secret}`, `{"${secret}":1}`, `"${jwt}`]) {
    const bytes = [
      0x1b,
      1,
      text.length & 255,
      text.length >> 8,
      ~text.length & 255,
      (~text.length >> 8) & 255,
      ...Buffer.from(text),
    ]
    try {
      decode(...bytes)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(CredentialError)
      const { message, details, cause } = error as CredentialError
      expect(`${message} ${JSON.stringify(details)} ${String(cause)}`).not.toMatch(/secret-7f3a|eyJ/)
    }
  }
})
