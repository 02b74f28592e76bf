import { parseTrustList, type TrustList, type VouchedIssuer } from '@bai/verifier'
import { openPublisher, serveBundle } from '@bai/verifier/node'
import { Command, InvalidArgumentError } from 'commander'
import { type JsonOption, printProgress, printResult } from './output.ts'
import { commaList, wholeNumber } from './parse-option.ts'
import { readText, writeOutput } from './read-input.ts'
import { waitForStop } from './wait-for-stop.ts'

type PublishOptions = JsonOption & {
  readonly data: string
  readonly trustList?: string
  readonly issuer: readonly VouchedIssuer[]
  readonly out: string
  readonly next: number
  readonly expires: number
  readonly dev?: boolean
}
type ServeOptions = JsonOption & { readonly file: string; readonly port: number; readonly host: string }
type AnchorOptions = JsonOption & { readonly data: string; readonly out?: string }

const DEFAULT_ISSUER = 'http://127.0.0.1:8800'
const HOUR = 3600
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/

export function bundleCommand(): Command {
  const bundle = new Command('bundle').description(
    'the trust bundle: what verifiers and wallets know without a network',
  )
  common(bundle.command('publish').description('collect trust, status and types from issuers, and sign them'))
    .requiredOption('--out <FILE>', 'where the bundle goes')
    .option('--trust-list <FILE>', 'who may issue what and who may ask for what (JSON); docs/bundle.md has its form')
    .option(
      '--issuer <URL[,TYPE...]>',
      `one more issuer, for the types named or all it offers; may be repeated (default: ${DEFAULT_ISSUER})`,
      vouched,
      [],
    )
    .option('--next <SECONDS>', 'until the next one is due', wholeNumber(1, 366 * 24 * HOUR), 24 * HOUR)
    .option('--expires <SECONDS>', 'until this one decides nothing', wholeNumber(1, 366 * 24 * HOUR), 72 * HOUR)
    .option('--dev', 'allow http on loopback; issuers that are all on loopback are enough too')
    .action(publish)
  bundle
    .command('serve')
    .description('distribute a bundle: whole, by delta, by the rest after a cut; the file may be replaced meanwhile')
    .requiredOption('--file <FILE>', 'the bundle, as publish writes it')
    .option('--port <N>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 8801)
    .option('--host <HOST>', 'address to listen on', '127.0.0.1')
    .option('--json', 'print one line of JSON when ready')
    .action(serve)
  common(bundle.command('anchors').description('print the public keys that verifiers pin'))
    .option('--out <FILE>', 'write them to a file, as a JWK set')
    .action((options: AnchorOptions) => printAnchors(options, 'read'))
  common(
    bundle
      .command('rotate-anchor')
      .description(
        'announce the next anchor; called once more, when all have pinned it, sign with it and drop the old',
      ),
  )
    .option('--out <FILE>', 'write the keys to be pinned to a file, as a JWK set')
    .action((options: AnchorOptions) => printAnchors(options, 'rotate'))
  return bundle
}

function common(command: Command): Command {
  return command.option('--data <DIR>', 'data folder', '.bai').option('--json', 'print one JSON document')
}

async function publish(options: PublishOptions): Promise<void> {
  const trustList = await trustListOf(options)
  const published = await openPublisher(options.data).publish({
    trustList,
    nextInSeconds: Math.min(options.next, options.expires),
    expiresInSeconds: options.expires,
    allowLoopbackHttp: options.dev ?? trustList.collected.every(({ url }) => LOOPBACK.test(url)),
    progress: printProgress,
  })
  await writeOutput(options.out, published.bundle)
  const { sequence, anchor } = published
  const document = { file: options.out, sequence, bytes: published.bundle.length, anchor }
  printResult(options, document, `Bundle ${sequence}, ${published.bundle.length} bytes, in ${options.out}.`)
}

async function trustListOf({ trustList: file, issuer }: PublishOptions): Promise<TrustList> {
  const named =
    file === undefined ? { collected: [], certified: [], verifiers: [] } : parseTrustList(await readText(file))
  const added = file === undefined && issuer.length === 0 ? [{ url: DEFAULT_ISSUER }] : issuer
  return { ...named, collected: [...named.collected, ...added] }
}

async function serve({ file, port, host, json = false }: ServeOptions): Promise<void> {
  // Read before it is served: that there is no such file would be found out by every verifier instead.
  await readText(file)
  const served = await serveBundle({ path: file, host, port })
  printResult({ json }, { url: served.url }, `The bundle is at ${served.url}\nCtrl-C stops it.`)
  await waitForStop(served)
}

async function printAnchors({ data, out, json = false }: AnchorOptions, what: 'read' | 'rotate'): Promise<void> {
  const publisher = openPublisher(data)
  const keys = await (what === 'rotate' ? publisher.rotateAnchor() : publisher.anchors())
  const set = JSON.stringify({ keys }, undefined, 2)
  if (out !== undefined) await writeOutput(out, `${set}\n`)
  printResult(
    { json },
    { keys, ...(out !== undefined && { file: out }) },
    out === undefined ? set : `Anchors in ${out}.`,
  )
}

function vouched(value: string, previous: readonly VouchedIssuer[]): readonly VouchedIssuer[] {
  const [address = '', ...credentialTypes] = commaList(value)
  if (!URL.canParse(address)) throw new InvalidArgumentError('Expected an address, as https://issuer.example.')
  const url = address.replace(/\/$/, '')
  return [...previous, credentialTypes.length > 0 ? { url, credentialTypes } : { url }]
}
