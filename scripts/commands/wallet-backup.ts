import { exportBackup, openBackup, restoreLog } from '@bai/wallet-agent'
import { nodeBackupCryptography } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { printResult } from './output.ts'
import { readText, writeOutput } from './read-input.ts'
import { openWalletOf, readPassphrase, type WalletOptions } from './wallet-options.ts'

type BackupOptions = WalletOptions & { readonly backupPassphraseFile: string }

export function walletBackupCommand(): Command {
  return new Command('backup')
    .description('write the log and the list of credentials for another wallet; neither keys nor credentials')
    .argument('<FILE>', 'where the backup goes')
    .requiredOption('--backup-passphrase-file <FILE>', 'what the backup is sealed under')
    .action(backup)
}

export function walletRestoreCommand(): Command {
  return new Command('restore')
    .description('bring in the log of another wallet, and tell which credentials to get again')
    .argument('<FILE>', 'the backup')
    .requiredOption('--backup-passphrase-file <FILE>', 'what the backup is sealed under')
    .action(restore)
}

async function backup(file: string, options: BackupOptions): Promise<void> {
  const passphrase = await readPassphrase(options.backupPassphraseFile, '--backup-passphrase-file')
  const wallet = await openWalletOf(options)
  await writeOutput(file, await exportBackup(passphrase, wallet, nodeBackupCryptography))
  printResult(options, { file }, `Written to ${file}.`)
}

async function restore(file: string, options: BackupOptions): Promise<void> {
  const passphrase = await readPassphrase(options.backupPassphraseFile, '--backup-passphrase-file')
  const wallet = await openWalletOf(options)
  const opened = await openBackup(await readText(file), passphrase, nodeBackupCryptography)
  const added = await restoreLog(opened, wallet)
  const lines = opened.credentials.map(
    ({ configuration_id, issuer }) => `To get again: ${configuration_id} from ${issuer}`,
  )
  printResult(options, { added, credentials: opened.credentials }, [`${added} entries came in.`, ...lines].join('\n'))
}
