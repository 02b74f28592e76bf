import { openWallet } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { type JsonOption, printResult } from './output.ts'
import { walletPresentCommand } from './wallet-present.ts'
import { walletContinueCommand, walletReceiveCommand } from './wallet-receive.ts'
import { walletRefillCommand } from './wallet-refill.ts'
import { walletPrintCommand, walletShowCommand } from './wallet-show.ts'

type DataOptions = JsonOption & { readonly data: string }

export function walletCommand(): Command {
  const wallet = new Command('wallet').description('the wallet of a citizen: receive, list, present')
  const receiving = [walletReceiveCommand(), walletContinueCommand(), walletListCommand(), walletRefillCommand()]
  const presenting = [walletPresentCommand(), walletShowCommand(), walletPrintCommand()]
  for (const command of [...receiving, ...presenting])
    wallet.addCommand(command.option('--data <DIR>', 'data folder', '.bai').option('--json', 'print one JSON document'))
  return wallet
}

function walletListCommand(): Command {
  return new Command('list').description('list the credentials that are held, and their copies').action(list)
}

async function list(options: DataOptions): Promise<void> {
  const { credentials, now } = openWallet({ dataFolder: options.data, allowLoopbackHttp: false })
  const held = await credentials.list()
  const described = held.map((holding) => describeHolding(holding, now()))
  const lines = described.map(({ line, copies }) => `${line}; ${copies.left} copies left, ${copies.used} used`)
  const document = { credentials: described.map(({ document }) => document) }
  printResult(options, document, lines.join('\n') || 'No credentials yet.')
}
