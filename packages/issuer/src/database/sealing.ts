import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { RandomBytes } from '@bai/credential'

/** Seals small secrets for the database. */
export type Sealing = {
  /** @param context what it is and whose: authenticated with it, so that a row copied over another does not open */
  seal(context: string, secret: Uint8Array): Uint8Array
  /** @throws Error when the key is another, or the sealed bytes or their context were changed */
  open(context: string, sealed: Uint8Array): Uint8Array
}

const ALGORITHM = 'aes-256-gcm'
export const SEALING_KEY_BYTES = 32
/** First byte of what is stored, so that another scheme can follow. */
const VERSION = 1
/** NIST SP 800-38D, section 8.2.2 and 8.3: a random IV of 96 bits, for at most 2^32 secrets under one key. */
const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM. @param key 32 bytes, kept apart from the database */
export function createSealing(key: Uint8Array, randomBytes: RandomBytes): Sealing {
  if (key.length !== SEALING_KEY_BYTES) throw new TypeError(`A key that seals has ${SEALING_KEY_BYTES} bytes.`)
  const secretKey = createSecretKey(key)
  return {
    seal: (context, secret) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, secretKey, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(secret), cipher.final()])
      return Buffer.concat([Uint8Array.of(VERSION), iv, cipher.getAuthTag(), body])
    },
    open: (context, sealed) => {
      if (sealed[0] !== VERSION) throw new TypeError('What is sealed is of no known version.')
      const [iv, tag, body] = [
        sealed.subarray(1, 1 + IV_BYTES),
        sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES),
        sealed.subarray(1 + IV_BYTES + TAG_BYTES),
      ]
      const decipher = createDecipheriv(ALGORITHM, secretKey, iv, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(context)).setAuthTag(tag)
      return Buffer.concat([decipher.update(body), decipher.final()])
    },
  }
}
