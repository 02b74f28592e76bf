import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  finishAuthorization,
  type Holding,
  type LoggedWallet,
  type PendingAuthorization,
  PendingAuthorizationSchema,
  receiveCredentials,
  recordReceived,
  startAuthorization,
} from '@bai/wallet-agent'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { readText } from './read-input.ts'
import { UsageError } from './usage-error.ts'
import { addBundleOptions, isLoopback, openWalletOf, type WalletOptions } from './wallet-options.ts'

type ReceiveOptions = WalletOptions & {
  readonly dev?: boolean
  readonly txCode?: string
  readonly copies: number
  readonly redirect?: string
  readonly clientId?: string
}

const DEFAULT_COPIES = 10
const MAX_COPIES = 100
const BELIEVED = 'only issuers that it lists are believed'

export function walletReceiveCommand(): Command {
  const command = new Command('receive')
    .description('receive, check and store the credentials of an offer')
    .argument('<OFFER_URI>', 'the offer: openid-credential-offer://…')
    .option('--tx-code <N>', 'transaction code that came with the offer')
    .option('--copies <N>', 'copies of each, to be shown once', wholeNumber(1, MAX_COPIES), DEFAULT_COPIES)
    .option('--redirect <URL>', 'sign in for it: where the browser comes back to (go on with wallet continue)')
    .option('--client-id <ID>', 'with --redirect: who this wallet is to the issuer; left out, the origin of URL')
    .option('--dev', 'allow http on loopback; an offer from loopback is enough too')
    .action(receive)
  return addBundleOptions(command, BELIEVED)
}

export function walletContinueCommand(): Command {
  const command = new Command('continue')
    .description('go on after signing in: check, receive and store')
    .argument('<URL>', 'the whole address that the browser came back to, or - for standard input')
    .action(goOn)
  return addBundleOptions(command, BELIEVED)
}

async function receive(offer: string, options: ReceiveOptions): Promise<void> {
  const wallet = await openWalletOf(options, options.dev ?? isLoopbackOffer(offer))
  const { copies, txCode, redirect } = options
  if (redirect === undefined) {
    const received = await receiveCredentials({ offer, copies, ...(txCode !== undefined && { txCode }) }, wallet)
    return finish(options, received, wallet)
  }
  if (!URL.canParse(redirect)) throw new UsageError('option_malformed', '--redirect', '--redirect needs an address.')
  const clientId = options.clientId ?? new URL(redirect).origin
  const { authorizationUrl, pending } = await startAuthorization(
    { offer, clientId, redirectUri: redirect, copies },
    wallet,
  )
  await keepPending(pending, options)
  const next = 'Open this address, sign in, and give wallet continue the address that the browser comes back to:'
  printResult(options, { authorization_url: authorizationUrl }, `${next}\n${authorizationUrl}`)
}

async function goOn(argument: string, options: WalletOptions): Promise<void> {
  const pending = await readPending(options)
  const wallet = await openWalletOf(options, isLoopback(pending.issuer))
  const redirectUrl = (argument === '-' ? await readText('-') : argument).trim()
  const received = await finishAuthorization(redirectUrl, pending, wallet)
  await rm(pendingPath(options), { force: true })
  return finish(options, received, wallet)
}

async function keepPending(pending: PendingAuthorization, options: WalletOptions): Promise<void> {
  try {
    await mkdir(options.data, { recursive: true, mode: 0o700 })
    await writeFile(pendingPath(options), JSON.stringify(pending), { mode: 0o600 })
  } catch {
    const message = `${options.data} cannot be written; choose another data folder with --data.`
    throw new UsageError('file_unwritable', pendingPath(options), message)
  }
}

async function readPending(options: WalletOptions): Promise<PendingAuthorization> {
  const path = pendingPath(options)
  try {
    return PendingAuthorizationSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    const message = `Nothing in ${options.data} waits for somebody to sign in; begin with wallet receive --redirect.`
    throw new UsageError('file_unreadable', path, message)
  }
}

function pendingPath({ data }: WalletOptions): string {
  return join(data, 'pending-authorization.json')
}

async function finish(options: WalletOptions, received: readonly Holding[], wallet: LoggedWallet): Promise<void> {
  await recordReceived(received, wallet)
  const described = received.map((holding) => describeHolding(holding, new Date()))
  const lines = received.map(({ deferral }, i) => `${deferral ? 'Owed:' : 'Received'} ${described[i]?.line}`)
  printResult(options, { credentials: described.map(({ document }) => document) }, lines.join('\n'))
}

/** Whoever types an offer from their own machine means it: no other offer can lead there. */
function isLoopbackOffer(offer: string): boolean {
  return /(credential_issuer%22%3A%22|credential_offer_uri=)http(:|%3A)(\/|%2F){2}(127\.0\.0\.1|localhost)\b/i.test(
    offer,
  )
}
