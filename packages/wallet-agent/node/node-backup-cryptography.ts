import { webcrypto } from 'node:crypto'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import type { BackupCryptography } from '../src/index.ts'

/** What a backup needs, on Node, which has Argon2id from version 24.7 on only. */
export const nodeBackupCryptography: BackupCryptography = {
  subtle: webcrypto.subtle as BackupCryptography['subtle'],
  argon2id: argon2idAsync,
}
