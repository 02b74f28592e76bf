import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { RandomBytes } from '@bai/credential'

/** Authenticated encryption for what the database keeps. */
export type Seal = {
  seal(context: string, content: Uint8Array): Uint8Array
  /** Throws when key or context are others, or the sealed bytes were changed. */
  open(context: string, sealed: Uint8Array): Uint8Array
}

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
/** First byte of what is stored, so that another scheme can follow. */
const VERSION = 1
/** NIST SP 800-38D, section 8.2.2: a random IV of 96 bits; good for 2^32 of them under one key. */
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM. The context is authenticated with the content, so that a row copied over another does not open.
 *
 * @param key 32 bytes, kept apart from the database, and for one purpose
 */
export function createSeal(key: Uint8Array, randomBytes: RandomBytes): Seal {
  if (key.length !== KEY_BYTES) throw new TypeError(`A key that seals has ${KEY_BYTES} bytes.`)
  const secret = createSecretKey(key)
  return {
    seal: (context, content) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, secret, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(content), cipher.final()])
      return Buffer.concat([Uint8Array.of(VERSION), iv, cipher.getAuthTag(), body])
    },
    open: (context, sealed) => {
      if (sealed[0] !== VERSION) throw new TypeError('What was sealed is of no known version.')
      const iv = sealed.subarray(1, 1 + IV_BYTES)
      const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES)
      const decipher = createDecipheriv(ALGORITHM, secret, iv, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(context)).setAuthTag(tag)
      return Buffer.concat([decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()])
    },
  }
}
