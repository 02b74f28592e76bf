import { parseJson } from '@bai/credential'
import { anchorKeys } from '@bai/verifier/node'
import { builtWalletApp, serveWalletApp } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { readText } from './read-input.ts'
import { UsageError } from './usage-error.ts'
import { waitForStop } from './wait-for-stop.ts'

type ServeOptions = JsonOption & {
  readonly issuer: string
  readonly bundle: string
  readonly anchor: string
  readonly host: string
  readonly port: number
  readonly dev?: boolean
}

/** It keeps nothing here: what the wallet in the browser holds is in that browser. */
export function walletServeCommand(): Command {
  return new Command('serve')
    .description('serve the wallet for browsers; give it an origin of its own, with a TLS proxy in front')
    .requiredOption('--issuer <URL>', 'the issuer at which people enrol')
    .requiredOption('--bundle <URL>', 'where the bundle is, such as the /bundle of a verifier')
    .requiredOption('--anchor <FILE>', "the bundle publisher's public keys (JWK or JWK set)")
    .option('--host <HOST>', 'address to listen on', '127.0.0.1')
    .option('--port <N>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 8803)
    .option('--dev', 'allow http on loopback, for issuers and verifiers on this machine')
    .option('--json', 'print one line of JSON when ready')
    .action(serve)
}

async function serve({ issuer, bundle, anchor, host, port, dev = false, json = false }: ServeOptions): Promise<void> {
  for (const [option, url] of [
    ['--issuer', issuer],
    ['--bundle', bundle],
  ] as const)
    if (!URL.canParse(url)) throw new UsageError('option_malformed', option, `${option} needs an address.`)
  const anchors = anchorKeys(parseJson(await readText(anchor), 'anchor'))
  const assets = builtWalletApp()
  if (assets === undefined) {
    const message = 'The wallet for browsers is not built. Build it with: pnpm build:wallet'
    throw new UsageError('file_unreadable', 'packages/wallet-agent/pwa/dist', message)
  }
  const config = { issuer, anchors: [...anchors], bundle }
  const served = await serveWalletApp({ assets, config, host, port, allowLoopbackHttp: dev })
  printResult({ json }, { url: served.url }, `The wallet is at ${served.url}\nCtrl-C stops it.`)
  await waitForStop(served)
}
