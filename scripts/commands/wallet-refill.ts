import { fetchDeferred, type Holding, type LoggedWallet, recordReceived, refill } from '@bai/wallet-agent'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { reportFailure } from './report-failure.ts'
import { addBundleOptions, isLoopback, openWalletOf, type WalletOptions } from './wallet-options.ts'

type RefillOptions = WalletOptions & {
  readonly dev?: boolean
  readonly copies: number
  readonly below: number
}

const DEFAULT_COPIES = 10
const DEFAULT_LOWER_LIMIT = 3
const MAX_COPIES = 100

export function walletRefillCommand(): Command {
  const command = new Command('refill')
    .description('get more copies of credentials that run low, and what issuers still owe')
    .option('--copies <N>', 'unused copies that there should be', wholeNumber(1, MAX_COPIES), DEFAULT_COPIES)
    .option('--below <N>', 'refill what has fewer unused ones', wholeNumber(1, MAX_COPIES), DEFAULT_LOWER_LIMIT)
    .option('--dev', 'allow http on loopback; an issuer on loopback is enough too')
    .action(refillAll)
  return addBundleOptions(command, 'only issuers that it lists are believed')
}

async function refillAll(options: RefillOptions): Promise<void> {
  const careful = await openWalletOf(options)
  const loopback = await openWalletOf(options, true)
  const refilled: Holding[] = []
  for (const holding of await careful.credentials.list()) {
    const wallet = (options.dev ?? isLoopback(holding.issuer)) ? loopback : careful
    try {
      refilled.push(await refillOne(holding, options, wallet))
    } catch (error) {
      // One issuer that does not answer must not keep the others from it.
      process.exitCode = reportFailure(error)
      if (options.json) return
    }
  }
  const described = refilled.map((holding) => describeHolding(holding, new Date()))
  const lines = described.map(({ line, copies }) => `${line}; ${copies.left} copies left`)
  const document = { credentials: described.map(({ document }) => document) }
  printResult(options, document, lines.join('\n') || 'No credential to refill.')
}

async function refillOne(before: Holding, { copies, below }: RefillOptions, wallet: LoggedWallet): Promise<Holding> {
  const after =
    before.deferral === undefined
      ? await refill(before.id, { copies, lowerLimit: below }, wallet)
      : await fetchDeferred(before.id, wallet)
  await recordReceived([after], wallet, [before])
  return after
}
