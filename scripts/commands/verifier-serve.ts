import { readdir } from 'node:fs/promises'
import { type Json, parseJson } from '@bai/credential'
import { parsePolicy } from '@bai/verifier'
import {
  anchorKeys,
  builtKiosk,
  openPublisher,
  readDevelopmentTrust,
  serveVerifier,
  verifierPages,
} from '@bai/verifier/node'
import { Command } from 'commander'
import { type JsonOption, printProgress, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { readText } from './read-input.ts'
import { UsageError } from './usage-error.ts'
import { waitForStop } from './wait-for-stop.ts'

type ServeOptions = JsonOption & {
  readonly policy: readonly string[]
  readonly bundle?: string
  readonly anchor?: string
  readonly data: string
  readonly host: string
  readonly port: number
  readonly publicUrl?: string
  readonly certificates?: string
  readonly tokenFile?: string
  readonly haip?: boolean
  readonly devTrust?: string
  readonly webhook?: string
  readonly webhookSecretFile?: string
  readonly trustedProxies: number
}

const KIOSK_NAME = { th: 'จุดตรวจ', en: 'Checkpoint' }
const MIN_SECRET_LENGTH = 32
const SHIPPED = 'packages/verifier/policies'

export function verifierServeCommand(): Command {
  return new Command('serve')
    .description('serve OpenID4VP to wallets, and a small API to relying parties')
    .option('--policy <FILE...>', 'what may be asked for (JSON); left out: the policies that ship')
    .option('--bundle <FILE>', 'the bundle; it may be replaced while it is used')
    .option('--anchor <FILE>', "the publisher's public keys (JWK or JWK set); left out: that of this data folder")
    .option('--data <DIR>', 'data folder', '.bai')
    .option('--host <HOST>', 'address to listen on', '127.0.0.1')
    .option('--port <N>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 8802)
    .option('--public-url <URL>', 'https address that wallets see, with a TLS proxy in front')
    .option('--certificates <FILE>', 'certificates of the key that signs requests (PEM), the leaf first')
    .option('--token-file <FILE>', 'bearer token of relying parties; needed where others can reach this machine')
    .option('--haip', 'HAIP 1.0: requests by reference, named by x509_hash, and answers encrypted')
    .option('--dev-trust <FILE>', 'trust an issuer that no bundle knows, for a test: JWK, JWK set, DID document or PEM')
    .option('--webhook <URL>', 'is told that a request has an outcome; nothing personal is in it')
    .option('--webhook-secret-file <FILE>', 'signs what the webhook is told')
    .option('--trusted-proxies <N>', 'reverse proxies in front whose X-Forwarded-For is believed', wholeNumber(0, 5), 0)
    .option('--json', 'print one line of JSON when ready')
    .addHelpText(
      'after',
      '\nWith --bundle it also distributes the bundle (/bundle) and, once `pnpm build:kiosk` has run, serves the kiosk (/kiosk/).',
    )
    .action(serve)
}

async function serve(options: ServeOptions): Promise<void> {
  const {
    bundle,
    anchor,
    devTrust,
    tokenFile,
    webhook,
    webhookSecretFile,
    publicUrl,
    haip = false,
    json = false,
  } = options
  const read = async (file: string | undefined) => (file === undefined ? undefined : (await readText(file)).trim())
  const files = options.policy ?? (await shippedPolicies())
  const policies = await Promise.all(files.map(async (file) => parsePolicy(await readText(file))))
  const trust = await read(devTrust)
  const anchors = await read(anchor)
  const pinned =
    anchors === undefined
      ? await openPublisher(options.data).anchors()
      : anchorKeys(parseJson(anchors, 'anchor') as Json)
  const served = await serveVerifier({
    dataFolder: options.data,
    policies,
    bundlePath: bundle,
    anchors: pinned,
    host: options.host,
    port: options.port,
    publicUrl: publicUrl?.replace(/\/$/, ''),
    certificates: await read(options.certificates),
    token: await read(tokenFile),
    haip,
    trustedForDevelopment: trust === undefined ? undefined : await readDevelopmentTrust(trust),
    webhook: webhook === undefined ? undefined : { url: webhook, secret: await secretOf(read(webhookSecretFile)) },
    trustedProxies: options.trustedProxies,
    pages: verifierPages({ bundlePath: bundle, anchors: pinned, policies, kioskName: KIOSK_NAME }),
    report,
  })
  const names = policies.map(({ name }) => name)
  const kiosk = bundle === undefined || builtKiosk() === undefined ? undefined : `${served.url}/kiosk/`
  const document = { url: served.url, kiosk, policies: names, development_anchor: served.developmentAnchor }
  const lines = [
    `The verifier is at ${served.url}, for ${names.join(', ')}.`,
    ...(kiosk ? [`The kiosk is at ${kiosk}`] : []),
  ]
  printResult({ json }, document, `${lines.join('\n')}\nCtrl-C stops it.`)
  await waitForStop(served)
}

async function secretOf(read: Promise<string | undefined>): Promise<string> {
  const secret = await read
  if (secret !== undefined && secret.length >= MIN_SECRET_LENGTH) return secret
  const message = `--webhook needs --webhook-secret-file, of a secret of ${MIN_SECRET_LENGTH} characters or more.`
  throw new UsageError('option_malformed', '--webhook-secret-file', message)
}

/** Kind and code, and no message: what a message quotes is not for a log. */
function report(error: unknown): void {
  const { name = 'unknown', code = '' } = (error ?? {}) as { readonly name?: string; readonly code?: string }
  printProgress(`fault: ${name} ${code}`)
}

async function shippedPolicies(): Promise<readonly string[]> {
  const names = await readdir(SHIPPED)
  return names
    .filter((name) => name.endsWith('.json') && name !== 'policy.schema.json')
    .map((name) => `${SHIPPED}/${name}`)
}
