import type { RandomBytes } from '@bai/credential'
import { createSealing, SEALING_KEY_BYTES } from '../database/sealing.ts'
import { IssuerError } from '../errors.ts'

/** Seals private keys for the database. */
export type KeyEncryption = {
  encrypt(kid: string, privateKey: Uint8Array): Uint8Array
  /** @throws IssuerError `configuration_malformed` when the key is another, or the sealed bytes or their `kid` were changed */
  decrypt(kid: string, sealed: Uint8Array): Uint8Array
}

/**
 * The `kid` is authenticated with the key, so that a row copied over another does not open.
 *
 * @param key 32 bytes, kept apart from the database
 */
export function createKeyEncryption(key: Uint8Array, randomBytes: RandomBytes): KeyEncryption {
  if (key.length !== SEALING_KEY_BYTES)
    throw new TypeError(`The key that encrypts signing keys has ${SEALING_KEY_BYTES} bytes.`)
  const sealing = createSealing(key, randomBytes)
  return {
    encrypt: (kid, privateKey) => sealing.seal(contextOf(kid), privateKey),
    decrypt: (kid, sealed) => {
      try {
        return sealing.open(contextOf(kid), sealed)
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

function contextOf(kid: string): string {
  return `bai:signing-key:1:${kid}`
}
