import type { OfflineMessage } from '@bai/credential'
import { type LoggedWallet, prepareOneScan, printOnPaper, showOneScan } from '@bai/wallet-agent'
import { Command } from 'commander'
import { drawCodes } from './draw-codes.ts'
import { printResult } from './output.ts'
import { commaList } from './parse-option.ts'
import { writeOutput } from './read-input.ts'
import { UsageError } from './usage-error.ts'
import { addBundleOptions, openWalletOf, type WalletOptions } from './wallet-options.ts'

type ShowOptions = WalletOptions & { readonly class: string; readonly out: string }
type PrintOptions = WalletOptions & {
  readonly type: string
  readonly claims: readonly string[]
  readonly out: string
}

export function walletShowCommand(): Command {
  return new Command('show')
    .description('make a code for a gate without a screen: 30 seconds, one scan')
    .requiredOption('--class <NAME>', 'class of verifiers it is made out to, such as airport-checkpoint')
    .requiredOption('--bundle <FILE>', 'the bundle, which says what that class may see')
    .requiredOption('--anchor <FILE>', 'the public keys of its publisher')
    .requiredOption('--out <FILE>', 'where the code goes (SVG)')
    .action(show)
}

export function walletPrintCommand(): Command {
  const command = new Command('print')
    .description('draw a credential for paper: no proof of possession, so its portrait is printed along')
    .requiredOption('--type <VCT>', 'type of the credential, such as urn:bai:th:id-card:1')
    .requiredOption('--claims <CLAIM,...>', 'what is printed; the portrait is always', commaList)
    .requiredOption('--out <FILE>', 'where the codes go (SVG)')
    .action(print)
  return addBundleOptions(command, 'its certificates need not be printed then')
}

async function show(options: ShowOptions): Promise<void> {
  const wallet = await openWalletOf(options)
  const message = await showOneScan(await prepareOneScan(options.class, wallet), wallet)
  await draw(message, { ...options, remark: ', good for 30 seconds' }, wallet)
}

async function print(options: PrintOptions): Promise<void> {
  const { type, claims } = options
  const wallet = await openWalletOf(options)
  const stored = (await wallet.credentials.list()).findLast(({ vct }) => vct === type)
  if (stored === undefined) throw new UsageError('option_malformed', '--type', `No ${type} is held; see wallet list.`)
  const disclosed = [...new Set([...claims, 'portrait'])].map((claim) => claim.split('.'))
  await draw(await printOnPaper(stored, disclosed, wallet), options, wallet)
}

type DrawOptions = WalletOptions & { readonly out: string; readonly remark?: string }

async function draw(message: OfflineMessage, options: DrawOptions, wallet: LoggedWallet): Promise<void> {
  const { out, remark = '' } = options
  const { svg, bytes, codes } = drawCodes(message, (await wallet.openBundle?.())?.certificates ?? [])
  await writeOutput(out, svg)
  printResult(options, { file: out, bytes, codes }, `${codes} QR codes of ${bytes} bytes in ${out}${remark}.`)
}
