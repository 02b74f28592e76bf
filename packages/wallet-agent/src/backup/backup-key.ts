import { decodeBase64url } from '@bai/credential'
import type { BackupFile } from './backup-file.ts'
import { normalizePassphrase } from './check-passphrase.ts'

type Argon2Options = {
  /** Passes, memory in KiB, lanes, bytes of the result. */
  readonly t: number
  readonly m: number
  readonly p: number
  readonly dkLen: number
  readonly onProgress?: (done: number) => void
}

/** What a backup needs of the machine. */
export type BackupCryptography = {
  readonly subtle: SubtleCrypto
  /** Argon2id (RFC 9106), which Web Cryptography does not have; it gives way to the screen while it runs. */
  readonly argon2id: (passphrase: string, salt: Uint8Array, options: Argon2Options) => Promise<Uint8Array>
  /** Told how far it is, from 0 to 1. */
  readonly onProgress?: (done: number) => void
}

const KEY_BYTES = 32

/** The key that a passphrase seals a backup with. */
export async function backupKey(
  passphrase: string,
  { memory_kib: m, passes: t, salt }: BackupFile['kdf'],
  { subtle, argon2id, onProgress }: BackupCryptography,
): Promise<CryptoKey> {
  const options = { t, m, p: 1, dkLen: KEY_BYTES, ...(onProgress !== undefined && { onProgress }) }
  const bytes = await argon2id(normalizePassphrase(passphrase), decodeBase64url(salt, 'salt'), options)
  return subtle.importKey('raw', new Uint8Array(bytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
}
