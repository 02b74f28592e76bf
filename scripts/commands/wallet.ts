import { createInterface } from 'node:readline/promises'
import {
  type PresentationPlan,
  planPresentation,
  presentCredentials,
  receiveCredentials,
  type StoredCredential,
} from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { type JsonOption, printProgress, printResult } from './output.ts'
import { readToken, writeOutput } from './read-input.ts'

type DataOptions = JsonOption & { readonly data: string; readonly dev?: boolean }
type ReceiveOptions = DataOptions & { readonly txCode?: string }
type PresentOptions = DataOptions & {
  readonly yes?: boolean
  readonly without: readonly string[]
  readonly allMembers?: boolean
  readonly out?: string
}

export function walletCommand(): Command {
  const wallet = new Command('wallet').description('the wallet of a citizen: receive, list, present')
  dataOptions(wallet.command('receive <OFFER_URI>').description('receive, check and store the credentials of an offer'))
    .option('--tx-code <N>', 'transaction code that came with the offer')
    .option('--dev', 'allow http on loopback; an offer from loopback is enough too')
    .action(receive)
  dataOptions(wallet.command('list').description('list the credentials that are held')).action(list)
  dataOptions(
    wallet
      .command('present <REQUEST>')
      .description('answer a request: a file, - for standard input, or the request itself'),
  )
    .option('--yes', 'agree to what would be shown, without being asked')
    .option(
      '--without <CLAIM>',
      'keep a claim back, for example family_name or address.soi; may be repeated',
      collect,
      [],
    )
    .option('--all-members', 'show the rows of other people in the house too, where they are asked for')
    .option('--out <FILE>', 'write the presentation to a file')
    .action(present)
  return wallet
}

function dataOptions(command: Command): Command {
  return command.option('--data <DIR>', 'data folder', '.bai').option('--json', 'print one JSON document')
}

async function receive(offer: string, options: ReceiveOptions): Promise<void> {
  const wallet = openWallet({ dataFolder: options.data, allowLoopbackHttp: options.dev ?? isLoopbackOffer(offer) })
  const received = await receiveCredentials(
    { offer, ...(options.txCode !== undefined && { txCode: options.txCode }) },
    wallet,
  )
  printResult(
    options,
    { credentials: received.map(describe) },
    received.map((stored) => `Received ${describeLine(stored)}`).join('\n'),
  )
}

async function list(options: DataOptions): Promise<void> {
  const held = await openWallet({ dataFolder: options.data, allowLoopbackHttp: false }).credentials.list()
  printResult(options, { credentials: held.map(describe) }, held.map(describeLine).join('\n') || 'No credentials yet.')
}

async function present(request: string, options: PresentOptions): Promise<void> {
  const wallet = openWallet({ dataFolder: options.data, allowLoopbackHttp: false })
  const choice = { withhold: options.without, includeOtherMembers: options.allMembers ?? false }
  const plan = await planPresentation(await readToken(request, 'request'), choice, wallet)
  printProgress(explain(plan))
  if (!(options.yes ?? (await agree()))) {
    printResult(options, { presented: false }, 'Nothing was shown.')
    process.exitCode = 1
    return
  }
  const vpToken = await presentCredentials(plan, wallet)
  if (options.out === undefined) printResult(options, { vp_token: vpToken }, JSON.stringify(vpToken))
  else {
    await writeOutput(options.out, JSON.stringify({ vp_token: vpToken }))
    printResult(options, { presented: true, file: options.out }, `Written to ${options.out}.`)
  }
}

/** Who asks, what for, and exactly what would be shown: names of claims, no values. */
function explain({ request, credentials }: PresentationPlan): string {
  const lines = [
    `${request.client_name.th} / ${request.client_name.en}`,
    `${request.purpose.th} / ${request.purpose.en}`,
  ]
  for (const { query, disclosed } of credentials) {
    lines.push(`${query.id}: ${disclosed.map((path) => path.join('.')).join(', ') || 'nothing'}`)
  }
  return lines.join('\n')
}

async function agree(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    printProgress('Not shown: nobody is there to agree. Give --yes to agree beforehand.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^(y|yes|ใช่)$/i.test((await terminal.question('ยินยอม? / Agree? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}

function describe({ id, configurationId, vct, issuer, receivedAt, expiresAt }: StoredCredential) {
  return { id, type: configurationId, vct, issuer, received_at: receivedAt, expires_at: expiresAt }
}

function describeLine({ configurationId, issuer, expiresAt }: StoredCredential): string {
  return `${configurationId} from ${issuer}, good until ${expiresAt ?? 'further notice'}`
}

/** Whoever types an offer from their own machine means it: no other offer can lead there. */
function isLoopbackOffer(offer: string): boolean {
  return /(credential_issuer%22%3A%22|credential_offer_uri=)http(:|%3A)(\/|%2F){2}(127\.0\.0\.1|localhost)\b/i.test(
    offer,
  )
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}
