export type PassphraseFault = 'short' | 'digits' | 'repeated'

const CHARACTERS = 12
const WORDS = 4
const DIFFERENT_CHARACTERS = 5

/**
 * Whether a passphrase will do for a file that others may get hold of: 12 characters or 4 words, not digits alone, for
 * those are PINs, telephone and identification numbers, and not the same few characters over and over.
 */
export function checkPassphrase(passphrase: string): PassphraseFault | undefined {
  const text = normalizePassphrase(passphrase)
  const words = text.split(/\s+/).filter((word) => characters(word).length > 1)
  if (characters(text).length < CHARACTERS && words.length < WORDS) return 'short'
  if (/^[\d\s.-]*$/.test(text)) return 'digits'
  return new Set(characters(text)).size < DIFFERENT_CHARACTERS ? 'repeated' : undefined
}

/** The same text from every keyboard (RFC 8265, section 4.2.2), without spaces around it, which keyboards add. */
export function normalizePassphrase(passphrase: string): string {
  return passphrase.normalize('NFC').trim()
}

function characters(text: string): readonly string[] {
  return [...text]
}
