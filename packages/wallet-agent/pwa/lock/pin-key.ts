import { argon2idAsync } from '@noble/hashes/argon2.js'

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes. About half a second on a phone. */
const COST = { t: 2, m: 19_456, p: 1, dkLen: 32 }

export type PinKeyInput = {
  readonly pin: string
  readonly salt: Uint8Array
  readonly deviceKey: CryptoKey
  readonly subtle: SubtleCrypto
}

/** The key that a PIN opens the wallet with: slow by Argon2id (RFC 9106), and of this device alone by its own key. */
export async function pinKey({ pin, salt, deviceKey, subtle }: PinKeyInput): Promise<CryptoKey> {
  const stretched = await argon2idAsync(pin, salt, COST)
  const bytes = await subtle.sign('HMAC', deviceKey, new Uint8Array(stretched))
  return subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
