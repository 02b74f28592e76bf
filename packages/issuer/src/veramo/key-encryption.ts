import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { RandomBytes } from '@bai/credential'
import { IssuerError } from '../errors.ts'

/** Seals private keys for the database. */
export type KeyEncryption = {
  encrypt(kid: string, privateKey: Uint8Array): Uint8Array
  /** @throws IssuerError `configuration_malformed` when the key is another, or the sealed bytes or their `kid` were changed */
  decrypt(kid: string, sealed: Uint8Array): Uint8Array
}

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
/** First byte of what is stored, so that another scheme can follow. */
const VERSION = 1
/** NIST SP 800-38D, section 8.2.2: a random IV of 96 bits; there are dozens of keys, not billions. */
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM. The `kid` is authenticated with the key, so that a row copied over another does not open.
 *
 * @param key 32 bytes, kept apart from the database
 */
export function createKeyEncryption(key: Uint8Array, randomBytes: RandomBytes): KeyEncryption {
  if (key.length !== KEY_BYTES) throw new TypeError(`The key that encrypts signing keys has ${KEY_BYTES} bytes.`)
  const secret = createSecretKey(key)
  return {
    encrypt: (kid, privateKey) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, secret, iv).setAAD(contextOf(kid))
      const body = Buffer.concat([cipher.update(privateKey), cipher.final()])
      return Buffer.concat([Uint8Array.of(VERSION), iv, cipher.getAuthTag(), body])
    },
    decrypt: (kid, sealed) => {
      const [iv, tag, body] = [
        sealed.subarray(1, 1 + IV_BYTES),
        sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES),
        sealed.subarray(1 + IV_BYTES + TAG_BYTES),
      ]
      try {
        if (sealed[0] !== VERSION) throw new TypeError('The sealed key is of no known version.')
        const decipher = createDecipheriv(ALGORITHM, secret, iv, { authTagLength: TAG_BYTES })
        decipher.setAAD(contextOf(kid)).setAuthTag(tag)
        return Buffer.concat([decipher.update(body), decipher.final()])
      } catch (cause) {
        throw unreadableSigningKey(cause)
      }
    },
  }
}

export function unreadableSigningKey(cause?: unknown): IssuerError<'configuration_malformed'> {
  return new IssuerError(
    'configuration_malformed',
    'A signing key in the database does not open: the master key is not the one it was stored under, or the row was changed. Start with the master key that belongs to this database.',
    { field: 'master_key' },
    { cause },
  )
}

function contextOf(kid: string): Uint8Array {
  return Buffer.from(`bai:signing-key:${VERSION}:${kid}`)
}
