import { CredentialError } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const INVALID = 255
const CODE_OF = new Uint8Array(64)
const VALUE_OF = new Uint8Array(128).fill(INVALID)
for (let value = 0; value < 64; value++) {
  const code = ALPHABET.charCodeAt(value)
  CODE_OF[value] = code
  VALUE_OF[code] = value
}
const ascii = new TextDecoder('latin1')
const utf8 = new TextEncoder()

/** Base64url without padding (RFC 7515, section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let at = 0
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out[at++] = CODE_OF[group >> 18]!
    out[at++] = CODE_OF[(group >> 12) & 63]!
    // Writes past the end of a typed array are dropped: that is the padding left out.
    out[at++] = CODE_OF[(group >> 6) & 63]!
    out[at++] = CODE_OF[group & 63]!
  }
  return ascii.decode(out)
}

/** Base64url of the UTF-8 bytes of a text. */
export function encodeBase64urlText(text: string): string {
  return encodeBase64url(utf8.encode(text))
}

/**
 * Decodes strictly: no padding, no other alphabet, no white space, and no stray bits in the last character, so that
 * one value has one spelling and no signed text can be re-spelled.
 *
 * @param what names the part in the error, for example `payload`
 * @throws CredentialError `base64url_malformed`
 */
export function decodeBase64url(text: string, what: string): Uint8Array {
  const { length } = text
  const rest = length % 4
  const out = new Uint8Array(Math.floor((length * 3) / 4))
  let seen = 0
  let at = 0
  for (let i = 0; i < length; i += 4) {
    const a = valueAt(text, i)
    const b = valueAt(text, i + 1)
    const c = i + 2 < length ? valueAt(text, i + 2) : 0
    const d = i + 3 < length ? valueAt(text, i + 3) : 0
    seen |= a | b | c | d
    const group = (a << 18) | (b << 12) | (c << 6) | d
    out[at++] = group >> 16
    out[at++] = group >> 8
    out[at++] = group
  }
  const strayBits = rest === 2 ? valueAt(text, length - 1) & 15 : rest === 3 ? valueAt(text, length - 1) & 3 : 0
  if (rest === 1 || strayBits !== 0 || (seen & 128) !== 0) {
    throw new CredentialError('base64url_malformed', `The ${what} is not base64url without padding.`, { what })
  }
  return out
}

function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code < 128 ? VALUE_OF[code]! : INVALID
}
