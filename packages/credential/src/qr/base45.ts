const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const VALUE_OF: ReadonlyMap<string, number> = new Map([...ALPHABET].map((character, value) => [character, value]))

/** Base45 (RFC 9285): the characters of a QR code's alphanumeric mode, three for two bytes. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length
    let rest = isPair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!
    for (let digits = isPair ? 3 : 2; digits > 0; digits -= 1) {
      text += ALPHABET[rest % 45]
      rest = Math.floor(rest / 45)
    }
  }
  return text
}

/** @returns nothing for a text that is not base45, or that stands for more than its bytes can hold (section 6) */
export function decodeBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3))
  let at = 0
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((character) => VALUE_OF.get(character) ?? Number.NaN)
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0)
    const length = digits.length - 1
    // Written so that what is not a number fails as well.
    if (!(value < 256 ** length)) return undefined
    if (length === 2) bytes[at++] = value >> 8
    bytes[at++] = value & 255
  }
  return bytes
}
