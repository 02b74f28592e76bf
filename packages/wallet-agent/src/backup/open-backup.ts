import { decodeBase64url } from '@bai/credential'
import { WalletError } from '../errors.ts'
import { type Backup, BackupSchema } from './backup.ts'
import { type BackupFile, headerBytes, malformedBackup, parseBackupFile } from './backup-file.ts'
import { type BackupCryptography, backupKey } from './backup-key.ts'

/**
 * Opens the file of another phone.
 *
 * @param file its text; whoever gave it is not trusted
 * @throws WalletError `backup_malformed`, `backup_version_unknown`, `backup_passphrase_wrong` also for a file that was
 *   changed, which cannot be told apart
 */
export async function openBackup(file: string, passphrase: string, cryptography: BackupCryptography): Promise<Backup> {
  const parsed = parseBackupFile(file)
  const key = await backupKey(passphrase, parsed.kdf, cryptography)
  const content = await unseal(parsed, key, cryptography)
  const backup = BackupSchema.safeParse(readJson(content))
  if (backup.success) return backup.data
  throw malformedBackup(backup.error.issues[0]?.path.join('.') || 'content')
}

async function unseal(file: BackupFile, key: CryptoKey, { subtle }: BackupCryptography): Promise<ArrayBuffer> {
  const iv = new Uint8Array(decodeBase64url(file.cipher.iv, 'iv'))
  const parameters = { name: 'AES-GCM', iv, additionalData: headerBytes(file) }
  try {
    return await subtle.decrypt(parameters, key, new Uint8Array(decodeBase64url(file.sealed, 'sealed')))
  } catch (cause) {
    const message = 'The passphrase is wrong, or the file was changed.'
    throw new WalletError('backup_passphrase_wrong', message, {}, { cause })
  }
}

function readJson(content: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content))
  } catch {
    return undefined
  }
}
