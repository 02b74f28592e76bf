import { listWaitingOffers } from '@bai/wallet-agent'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { printResult } from './output.ts'
import { walletBackupCommand, walletRestoreCommand } from './wallet-backup.ts'
import { walletContinueCommand } from './wallet-continue.ts'
import { walletHistoryCommand } from './wallet-history.ts'
import { addWalletOptions, openWalletOf, type WalletOptions } from './wallet-options.ts'
import { walletPresentCommand } from './wallet-present.ts'
import { walletReceiveCommand } from './wallet-receive.ts'
import { walletRefillCommand } from './wallet-refill.ts'
import { walletRevokeCommand } from './wallet-revoke.ts'
import { walletServeCommand } from './wallet-serve.ts'
import { walletPrintCommand, walletShowCommand } from './wallet-show.ts'
import { walletStatusCommand } from './wallet-status.ts'

export function walletCommand(): Command {
  const wallet = new Command('wallet').description(
    'the wallet of a citizen: receive, hold, present; and the one for browsers',
  )
  const receiving = [walletReceiveCommand(), walletContinueCommand(), walletRefillCommand()]
  const holding = [walletListCommand(), walletStatusCommand(), walletRevokeCommand()]
  const presenting = [walletPresentCommand(), walletShowCommand(), walletPrintCommand()]
  const keeping = [walletHistoryCommand(), walletBackupCommand(), walletRestoreCommand()]
  for (const command of [...receiving, ...holding, ...presenting, ...keeping])
    wallet.addCommand(addWalletOptions(command))
  return wallet.addCommand(walletServeCommand())
}

function walletListCommand(): Command {
  return new Command('list').description('list the credentials that are held, and their copies').action(list)
}

async function list(options: WalletOptions): Promise<void> {
  const wallet = await openWalletOf(options)
  const { credentials, now } = wallet
  const [held, waiting] = [await credentials.list(), await listWaitingOffers(wallet)]
  const described = held.map((holding) => describeHolding(holding, now()))
  const lines = described.map(({ line, copies }) => `${line}; ${copies.left} copies left, ${copies.used} used`)
  const document = { credentials: described.map(({ document }) => document), waiting: waiting.length }
  if (lines.length === 0) lines.push('No credentials yet.')
  if (waiting.length > 0) lines.push(`Offers that wait: ${waiting.length}; bai wallet continue goes on with them.`)
  printResult(options, document, lines.join('\n'))
}
