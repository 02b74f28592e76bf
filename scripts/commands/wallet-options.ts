import { checkPassphrase, type PassphraseFault, type WaitingWallet } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import type { Command } from 'commander'
import type { JsonOption } from './output.ts'
import { readBundle } from './read-bundle.ts'
import { readText } from './read-input.ts'
import { UsageError } from './usage-error.ts'

export type WalletOptions = JsonOption & {
  readonly data: string
  readonly passphraseFile?: string
  readonly bundle?: string
  readonly anchor?: string
}

/** What every command of the wallet takes. */
export function addWalletOptions(command: Command): Command {
  return command
    .option('--data <DIR>', 'data folder', '.bai')
    .option('--passphrase-file <FILE>', 'what the wallet is sealed under; left out: the key file in the data folder')
    .option('--json', 'print one JSON document')
}

/** @param use what the command has the bundle for */
export function addBundleOptions(command: Command, use: string): Command {
  return command
    .option('--bundle <FILE>', `the bundle: ${use}`)
    .option('--anchor <FILE>', 'with --bundle: the public keys of its publisher')
}

/**
 * Opens the wallet that the options name, with the bundle where they name one.
 *
 * @throws UsageError; CredentialError for a bundle that is not good
 */
export async function openWalletOf(options: WalletOptions, allowLoopbackHttp = false): Promise<WaitingWallet> {
  const { data: dataFolder, passphraseFile, bundle: file, anchor } = options
  const passphrase =
    passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile, '--passphrase-file')
  const bundle = file === undefined ? undefined : await readBundle({ bundle: file, anchor })
  const wallet = openWallet({ dataFolder, allowLoopbackHttp, passphrase })
  return bundle === undefined ? wallet : { ...wallet, openBundle: async () => bundle }
}

const FAULTS: Readonly<Record<PassphraseFault, string>> = {
  short: 'has 12 characters or 4 words',
  digits: 'is not digits alone',
  repeated: 'is not the same few characters over and over',
}

/** @throws UsageError for a passphrase that would be found by trying */
export async function readPassphrase(file: string, option: string): Promise<string> {
  const passphrase = (await readText(file)).trim()
  const fault = checkPassphrase(passphrase)
  if (fault === undefined) return passphrase
  throw new UsageError('option_malformed', option, `A passphrase ${FAULTS[fault]}; write another into ${file}.`)
}

/** Whether an address leads to this machine: whoever types one means it. */
export function isLoopback(address: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(`${address}/`)
}
