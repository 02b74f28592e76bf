import { webcrypto } from 'node:crypto'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import type { BackupCryptography } from '../../src/index.ts'

/** As in the browser. */
export const fullCost: BackupCryptography = { subtle: webcrypto.subtle as SubtleCrypto, argon2id: argon2idAsync }

/** The same Argon2id for next to nothing, where a test makes many files. */
export const lowCost: BackupCryptography = {
  ...fullCost,
  argon2id: (passphrase, salt, options) => argon2idAsync(passphrase, salt, { ...options, t: 1, m: 8 }),
}
