import { deflateSync, Inflate } from 'fflate'
import { joinBytes } from './binary-text.ts'
import { DICTIONARY_V1 } from './dictionary-v1.ts'
import { qrMalformed, qrTooLarge } from './qr-errors.ts'

/** Deflate without a wrapper (RFC 1951), as if the dictionary had been sent before. @throws CredentialError `too_large` */
export function deflateRaw(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length > maxBytes) throw qrTooLarge(maxBytes)
  return deflateSync(bytes, { level: 9, mem: 8, dictionary: DICTIONARY_V1 })
}

/** Read in steps, so that a bomb is noticed after a thousand times this, and not at its end. */
const STEP = 256

/**
 * The opposite.
 *
 * @throws CredentialError `qr_malformed`; `too_large` when the result passes `maxBytes`
 */
export function inflateRaw(compressed: Uint8Array, maxBytes: number): Uint8Array {
  if (compressed.length === 0) throw qrMalformed('deflate')
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = new Inflate({ dictionary: DICTIONARY_V1 }, (chunk) => {
    length += chunk.length
    chunks.push(chunk)
  })
  for (let at = 0; at < compressed.length; at += STEP) {
    try {
      stream.push(compressed.subarray(at, at + STEP), at + STEP >= compressed.length)
    } catch {
      throw qrMalformed('deflate')
    }
    if (length > maxBytes) throw qrTooLarge(maxBytes)
  }
  return joinBytes(chunks)
}
