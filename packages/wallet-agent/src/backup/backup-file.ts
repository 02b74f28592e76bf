import { decodeBase64url } from '@bai/credential'
import * as z from 'zod'
import { WalletError } from '../errors.ts'

export const BACKUP_FORMAT = 'bai-wallet-backup'
export const BACKUP_VERSION = 1
export const SALT_BYTES = 16
export const IV_BYTES = 12
const TAG_BYTES = 16

/** Characters; a log of many years is a tenth of it. */
export const MAX_BACKUP_LENGTH = 40_000_000
/**
 * At least what OWASP asks for (Password Storage Cheat Sheet), so that nothing weaker is ever used; at most some four times
 * what we use, for a file from elsewhere must not make a phone work for minutes.
 */
const MEMORY_KIB = { least: 19_456, most: 131_072 }
const PASSES = { least: 2, most: 6 }

/** What Argon2id (RFC 9106) is to cost; it stands in the file, for later versions may want more. */
const CostSchema = z.strictObject({
  name: z.literal('argon2id'),
  memory_kib: z.int().min(MEMORY_KIB.least).max(MEMORY_KIB.most),
  passes: z.int().min(PASSES.least).max(PASSES.most),
  salt: base64url(({ length }) => length === SALT_BYTES),
})

const BackupFileSchema = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  kdf: CostSchema,
  cipher: z.strictObject({ name: z.literal('A256GCM'), iv: base64url(({ length }) => length === IV_BYTES) }),
  sealed: base64url(({ length }) => length > TAG_BYTES),
})

/** A backup as it stands in its file. */
export type BackupFile = z.infer<typeof BackupFileSchema>
export type BackupHeader = Omit<BackupFile, 'sealed'>

/** @throws WalletError `backup_malformed`, `backup_version_unknown` */
export function parseBackupFile(text: string): BackupFile {
  if (text.length > MAX_BACKUP_LENGTH) throw malformedBackup('too_large')
  const value = parseJsonOrNothing(text)
  const versioned = z.looseObject({ format: z.literal(BACKUP_FORMAT), version: z.int().positive() }).safeParse(value)
  if (!versioned.success) throw malformedBackup('format')
  const { version } = versioned.data
  if (version !== BACKUP_VERSION) {
    const message = 'This backup is of a version that this wallet does not know. Update the wallet and try again.'
    throw new WalletError('backup_version_unknown', message, { version })
  }
  const parsed = BackupFileSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw malformedBackup(parsed.error.issues[0]?.path.join('.') || 'file')
}

/** What is sealed along with the content, so that no part of the file can be changed unnoticed. */
export function headerBytes({ format, version, kdf, cipher }: BackupHeader): Uint8Array<ArrayBuffer> {
  const { memory_kib, passes, salt } = kdf
  return new TextEncoder().encode(
    JSON.stringify([format, version, kdf.name, memory_kib, passes, salt, cipher.name, cipher.iv]),
  )
}

export function malformedBackup(reason: string): WalletError<'backup_malformed'> {
  return new WalletError('backup_malformed', 'This file is no backup of a wallet, or is incomplete.', { reason })
}

function base64url(fits: (bytes: Uint8Array) => boolean) {
  return z.string().refine((text) => {
    try {
      return fits(decodeBase64url(text, 'backup'))
    } catch {
      return false
    }
  })
}

function parseJsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
