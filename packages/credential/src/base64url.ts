import { CredentialError } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Beyond the six bits of any value. */
const STRANGER = 64
const CODE_OF = new Uint8Array(64)
/** By byte, for text is looked at as its UTF-8: whatever is not ASCII is a stranger then, too. */
const VALUE_OF = new Uint8Array(256).fill(STRANGER)
for (let value = 0; value < 64; value++) {
  const code = ALPHABET.charCodeAt(value)
  CODE_OF[value] = code
  VALUE_OF[code] = value
}
/** What comes out of encoding is ASCII, which the decoder for UTF-8 reads fastest. */
const ascii = new TextDecoder()
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf8 = new TextEncoder()

/** Room to work in: an allocation costs as much as encoding a disclosure. Larger texts get room of their own. */
const SCRATCH_BYTES = 16_384
const scratchInput = new Uint8Array(SCRATCH_BYTES)
const scratchOutput = new Uint8Array(SCRATCH_BYTES)

/** Base64url without padding (RFC 7515, section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  return encode(bytes, bytes.length)
}

/** Base64url of the UTF-8 bytes of a text. */
export function encodeBase64urlText(text: string): string {
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  const room = text.length * 3
  const input = room > SCRATCH_BYTES ? new Uint8Array(room) : scratchInput
  return encode(input, utf8.encodeInto(text, input).written)
}

/** The same for many texts: made into one string that is cut, for making a string costs more than its characters. */
export function encodeBase64urlTexts(texts: readonly string[]): readonly string[] {
  const ends: number[] = []
  let at = 0
  for (const text of texts) {
    const room = text.length * 3
    // A text that may not fit is encoded alone, and so are those around it.
    if (room > SCRATCH_BYTES || at + room * 2 > SCRATCH_BYTES) return texts.map(encodeBase64urlText)
    at = encodeInto(scratchInput, utf8.encodeInto(text, scratchInput).written, scratchOutput, at)
    ends.push(at)
  }
  const all = ascii.decode(scratchOutput.subarray(0, at))
  return ends.map((end, i) => all.slice(ends[i - 1] ?? 0, end))
}

function encode(bytes: Uint8Array, length: number): string {
  const room = Math.ceil((length * 4) / 3)
  const out = room > SCRATCH_BYTES ? new Uint8Array(room) : scratchOutput
  return ascii.decode(out.subarray(0, encodeInto(bytes, length, out, 0)))
}

/** @returns where the encoded bytes end in `out` */
function encodeInto(bytes: Uint8Array, length: number, out: Uint8Array, start: number): number {
  let at = start
  let i = 0
  for (; i + 2 < length; i += 3) {
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!
    out[at] = CODE_OF[group >> 18]!
    out[at + 1] = CODE_OF[(group >> 12) & 63]!
    out[at + 2] = CODE_OF[(group >> 6) & 63]!
    out[at + 3] = CODE_OF[group & 63]!
    at += 4
  }
  if (i < length) {
    const first = bytes[i]!
    const second = i + 1 < length ? bytes[i + 1]! : 0
    out[at++] = CODE_OF[first >> 2]!
    out[at++] = CODE_OF[((first & 3) << 4) | (second >> 4)]!
    if (i + 1 < length) out[at++] = CODE_OF[(second & 15) << 2]!
  }
  return at
}

/**
 * Decodes strictly: no padding, no other alphabet, no white space, and no stray bits in the last character, so that
 * one value has one spelling and no signed text can be re-spelled.
 *
 * @param what names the part in the error, for example `payload`
 * @throws CredentialError `base64url_malformed`
 */
export function decodeBase64url(text: string, what: string): Uint8Array {
  const out = new Uint8Array(decodedLength(text))
  decodeInto(text, what, out)
  return out
}

/** How many bytes a text stands for, checked as in `decodeBase64url`. @throws CredentialError `base64url_malformed` */
export function base64urlByteLength(text: string, what: string): number {
  return decodeInScratch(text, what).length
}

/**
 * Decodes bytes that are text, and does not keep the bytes.
 *
 * @returns nothing when they are not UTF-8
 * @throws CredentialError `base64url_malformed`
 */
export function decodeBase64urlText(text: string, what: string): string | undefined {
  const bytes = decodeInScratch(text, what)
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** The bytes until the next call, which overwrites them. */
function decodeInScratch(text: string, what: string): Uint8Array {
  const length = decodedLength(text)
  const out = length > SCRATCH_BYTES ? new Uint8Array(length) : scratchOutput
  decodeInto(text, what, out)
  return out.subarray(0, length)
}

function decodedLength({ length }: string): number {
  return (length * 3) >> 2
}

function decodeInto(text: string, what: string, out: Uint8Array): void {
  const { length } = text
  const codes = length > SCRATCH_BYTES ? new Uint8Array(length) : scratchInput
  const { read, written } = utf8.encodeInto(text, codes)
  const rest = length % 4
  const whole = length - rest
  // All values together: a stranger among them is found once at the end and not at every character.
  let values = 0
  let at = 0
  for (let i = 0; i < whole; i += 4) {
    const a = VALUE_OF[codes[i]!]!
    const b = VALUE_OF[codes[i + 1]!]!
    const c = VALUE_OF[codes[i + 2]!]!
    const d = VALUE_OF[codes[i + 3]!]!
    values |= a | b | c | d
    out[at] = (a << 2) | (b >> 4)
    out[at + 1] = (b << 4) | (c >> 2)
    out[at + 2] = (c << 6) | d
    at += 3
  }
  let strayBits = rest === 1 ? 1 : 0
  if (rest > 1) {
    const a = VALUE_OF[codes[whole]!]!
    const b = VALUE_OF[codes[whole + 1]!]!
    const c = rest === 3 ? VALUE_OF[codes[whole + 2]!]! : 0
    values |= a | b | c
    out[at] = (a << 2) | (b >> 4)
    if (rest === 3) out[at + 1] = (b << 4) | (c >> 2)
    strayBits = rest === 3 ? c & 3 : b & 15
  }
  // Characters beyond ASCII take several bytes, so that not all of them are read, or more is written than there were.
  if (strayBits !== 0 || values >= STRANGER || read !== length || written !== length) {
    throw new CredentialError('base64url_malformed', `The ${what} is not base64url without padding.`, { what })
  }
}
