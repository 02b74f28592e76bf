import { createHash, ECDH } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'

/**
 * Reads the compact form of a message as docs/offline-profile.md describes it, with nothing of the package: what both
 * read alike is what the page says. For messages that are good; it checks nothing.
 *
 * @param dictionary of the version in the first byte
 * @returns the JSON
 */
export function readQrMessage(bytes: Buffer, dictionary: Buffer, certificates: readonly string[] = []): string {
  let at = 1
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const number = (): number => {
    const byte = take(1)[0]!
    return byte < 128 ? byte : byte - 128 + 128 * number()
  }
  const end = number() + at
  const text = inflateRawSync(bytes.subarray(end), { dictionary })
  const sha256 = (part: string) => createHash('sha256').update(part).digest()
  const values: string[] = []
  let last = ''
  const remember = (value: string) => {
    last = value
    return value
  }
  const keep = (value: string) => {
    values.push(value)
    return remember(value)
  }
  const y = (first: number) => {
    const point = Buffer.concat([Buffer.from([first]), Buffer.from(last, 'base64url')])
    return Buffer.from(ECDH.convertKey(point, 'prime256v1') as Buffer)
      .subarray(33)
      .toString('base64url')
  }
  // First whatever is written from the values, in the order in which it stands. Digests wait for what they are of.
  const tokens: (number | string)[] = [...text].map((byte) => {
    if (byte === 2) return keep(take(16).toString('base64url'))
    if (byte === 3) return keep(take(32).toString('base64url'))
    if (byte === 4) return keep(take(64).toString('base64url'))
    if (byte === 5) return keep(take(number()).toString('base64url'))
    if (byte === 6) return keep(take(number()).toString('base64'))
    if (byte === 7) return remember(values[number()]!)
    if (byte === 8) return -1 - number()
    if (byte === 12) {
      const name = take(8)
      return certificates.find((certificate) => sha256(certificate).subarray(0, 8).equals(name))!
    }
    if (byte === 14 || byte === 15) return y(byte - 12)
    return byte
  })
  return splitAt(tokens, 17)
    .map((string) => writeSdJwt(splitAt(string, 16), sha256))
    .join('"')
}

type Tokens = (number | string)[]

function splitAt(tokens: Tokens, separator: number): Tokens[] {
  const parts: Tokens[] = [[]]
  for (const token of tokens) token === separator ? parts.push([]) : parts.at(-1)!.push(token)
  return parts
}

function writeSdJwt(parts: Tokens[], sha256: (text: string) => Buffer): string {
  const write = (part: Tokens): string => {
    const open: Buffer[][] = [[]]
    for (const token of part) {
      if (token === 1) open.push([])
      else if (token === 0) {
        const inner = Buffer.concat(open.pop()!).toString('base64url')
        open.at(-1)!.push(Buffer.from(inner))
      } else open.at(-1)!.push(Buffer.from(textOf(token), 'latin1'))
    }
    return Buffer.concat(open[0]!).toString('utf8')
  }
  const textOf = (token: number | string): string => {
    if (typeof token === 'string') return token
    if (token < 0) return sha256(write(parts[-token]!)).toString('base64url')
    if (token === 11) return sha256(`${parts.slice(0, -1).map(write).join('~')}~`).toString('base64url')
    return String.fromCharCode(token)
  }
  return parts.map(write).join('~')
}
