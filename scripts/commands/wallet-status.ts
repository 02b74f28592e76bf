import { type Holding, type Standing, standingOf } from '@bai/wallet-agent'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { printResult } from './output.ts'
import { addBundleOptions, openWalletOf, type WalletOptions } from './wallet-options.ts'

export function walletStatusCommand(): Command {
  const command = new Command('status').description('how the credentials stand; nobody is asked').action(status)
  return addBundleOptions(command, 'its status lists; left out, only what has expired is told')
}

async function status(options: WalletOptions): Promise<void> {
  const wallet = await openWalletOf(options)
  const bundle = await wallet.openBundle?.()
  const held = await wallet.credentials.list()
  const described = held.map((holding) => {
    const standing = standingOf(holding, bundle, wallet.now())
    return { holding, standing, line: describeStanding(holding, standing) }
  })
  const credentials = described.map(({ holding, standing }) => ({
    ...describeHolding(holding, wallet.now()).document,
    standing: standing.kind,
    as_of: standing.asOf?.toISOString(),
  }))
  printResult(options, { credentials }, described.map(({ line }) => line).join('\n') || 'No credentials yet.')
}

function describeStanding({ id, configurationId }: Holding, { kind, asOf, expiresAt, unusedCopies }: Standing): string {
  const facts = [
    ...(asOf === undefined ? [] : [`by data of ${asOf.toISOString()}`]),
    ...(expiresAt === undefined ? [] : [`until ${expiresAt.toISOString()}`]),
    `${unusedCopies} copies left`,
  ]
  return `${configurationId} ${id}: ${kind}, ${facts.join(', ')}`
}
