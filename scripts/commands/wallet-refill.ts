import { fetchDeferred, type Holding, refill, type WalletDependencies } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { type JsonOption, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { reportFailure } from './report-failure.ts'

type RefillOptions = JsonOption & {
  readonly data: string
  readonly dev?: boolean
  readonly copies: number
  readonly below: number
}

const DEFAULT_COPIES = 10
const DEFAULT_LOWER_LIMIT = 3
const MAX_COPIES = 100

export function walletRefillCommand(): Command {
  return new Command('refill')
    .description('get more copies of credentials that run low, and what issuers still owe')
    .option('--copies <N>', 'unused copies that there should be', wholeNumber(1, MAX_COPIES), DEFAULT_COPIES)
    .option('--below <N>', 'refill what has fewer unused ones', wholeNumber(1, MAX_COPIES), DEFAULT_LOWER_LIMIT)
    .option('--dev', 'allow http on loopback; an issuer on loopback is enough too')
    .action(refillAll)
}

async function refillAll(options: RefillOptions): Promise<void> {
  const { credentials } = openWallet({ dataFolder: options.data, allowLoopbackHttp: false })
  const refilled: Holding[] = []
  for (const holding of await credentials.list()) {
    const allowLoopbackHttp = options.dev ?? /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(`${holding.issuer}/`)
    const wallet = openWallet({ dataFolder: options.data, allowLoopbackHttp })
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

function refillOne(holding: Holding, { copies, below }: RefillOptions, wallet: WalletDependencies): Promise<Holding> {
  if (holding.deferral !== undefined) return fetchDeferred(holding.id, wallet)
  return refill(holding.id, { copies, lowerLimit: below }, wallet)
}
