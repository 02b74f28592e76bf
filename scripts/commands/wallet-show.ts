import { planOneScan, preparePrinted, presentCredentials } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { drawCodes } from './draw-codes.ts'
import { type JsonOption, printResult } from './output.ts'
import { commaList } from './parse-option.ts'
import { readBundle } from './read-bundle.ts'
import { writeOutput } from './read-input.ts'
import { UsageError } from './usage-error.ts'

type ShowOptions = JsonOption & {
  readonly data: string
  readonly class: string
  readonly bundle: string
  readonly anchor: string
  readonly out: string
}
type PrintOptions = JsonOption & {
  readonly data: string
  readonly type: string
  readonly claims: readonly string[]
  readonly bundle?: string
  readonly anchor?: string
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
  return new Command('print')
    .description('draw a credential for paper: no proof of possession, so its portrait is printed along')
    .requiredOption('--type <VCT>', 'type of the credential, such as urn:bai:th:id-card:1')
    .requiredOption('--claims <CLAIM,...>', 'what is printed; the portrait is always', commaList)
    .option('--bundle <FILE>', 'the bundle; its certificates need not be printed then')
    .option('--anchor <FILE>', 'the public keys of its publisher')
    .requiredOption('--out <FILE>', 'where the codes go (SVG)')
    .action(print)
}

async function show({ data, class: verifierClass, out, json = false, ...files }: ShowOptions): Promise<void> {
  const bundle = await readBundle(files)
  const wallet = openWallet({ dataFolder: data, allowLoopbackHttp: false })
  const vpToken = await presentCredentials(await planOneScan(verifierClass, bundle, wallet), wallet)
  const { svg, bytes, codes } = drawCodes({ kind: 'one-scan', vpToken }, bundle.certificates)
  await writeOutput(out, svg)
  printResult(
    { json },
    { file: out, bytes, codes },
    `${codes} QR codes of ${bytes} bytes in ${out}, good for 30 seconds.`,
  )
}

async function print({ data, type, claims, bundle, anchor, out, json = false }: PrintOptions): Promise<void> {
  const certificates = bundle === undefined ? [] : (await readBundle({ bundle, anchor })).certificates
  const wallet = openWallet({ dataFolder: data, allowLoopbackHttp: false })
  const stored = (await wallet.credentials.list()).findLast(({ vct }) => vct === type)
  if (stored === undefined) throw new UsageError('option_malformed', '--type', `No ${type} is held; see wallet list.`)
  const disclosed = [...new Set([...claims, 'portrait'])].map((claim) => claim.split('.'))
  const presentation = await preparePrinted(stored, disclosed, wallet)
  const { svg, bytes, codes } = drawCodes({ kind: 'printed', presentation }, certificates)
  await writeOutput(out, svg)
  printResult({ json }, { file: out, bytes, codes }, `${codes} QR codes of ${bytes} bytes in ${out}.`)
}
