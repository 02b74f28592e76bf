import { encodeBase64url } from '@bai/credential'
import type { LoggedWallet } from '../history/record.ts'
import type { Backup } from './backup.ts'
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupFile, headerBytes, IV_BYTES, SALT_BYTES } from './backup-file.ts'
import { type BackupCryptography, backupKey } from './backup-key.ts'

/** More than RFC 9106 and OWASP ask for at the least: whoever has the file has all the time in the world. */
const COST = { memory_kib: 65_536, passes: 3 }

/**
 * Makes the file that brings the log and the list of credentials to another phone, sealed under a passphrase. Keys,
 * credentials and values of claims stay here.
 *
 * @param passphrase one that `checkPassphrase` has nothing against
 * @returns the text of the file
 */
export async function exportBackup(
  passphrase: string,
  wallet: Pick<LoggedWallet, 'history' | 'credentials' | 'randomBytes' | 'now'>,
  cryptography: BackupCryptography,
): Promise<string> {
  const { randomBytes } = wallet
  const kdf = { name: 'argon2id' as const, ...COST, salt: encodeBase64url(randomBytes(SALT_BYTES)) }
  const iv = new Uint8Array(randomBytes(IV_BYTES))
  const cipher = { name: 'A256GCM' as const, iv: encodeBase64url(iv) }
  const header = { format: BACKUP_FORMAT, version: BACKUP_VERSION, kdf, cipher } as const
  const key = await backupKey(passphrase, kdf, cryptography)
  const content = new TextEncoder().encode(JSON.stringify(await contentOf(wallet)))
  const parameters = { name: 'AES-GCM', iv, additionalData: headerBytes(header) }
  const sealed = new Uint8Array(await cryptography.subtle.encrypt(parameters, key, content))
  const file: BackupFile = { ...header, sealed: encodeBase64url(sealed) }
  return JSON.stringify(file)
}

async function contentOf({
  history,
  credentials,
  now,
}: Pick<LoggedWallet, 'history' | 'credentials' | 'now'>): Promise<Backup> {
  const held = await credentials.list()
  return {
    made_at: now().toISOString(),
    entries: await history.list(),
    credentials: held.map(({ vct, issuer, configurationId, receivedAt }) => ({
      vct,
      issuer,
      configuration_id: configurationId,
      received_at: receivedAt,
    })),
  }
}
