import { beginSignIn, type Holding, listWaitingOffers, receiveKept, type WaitingWallet } from '@bai/wallet-agent'
import { Command } from 'commander'
import { describeHolding } from './describe-holding.ts'
import { printProgress, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { UsageError } from './usage-error.ts'
import { addBundleOptions, openWalletOf, type WalletOptions } from './wallet-options.ts'

type ReceiveOptions = WalletOptions & {
  readonly dev?: boolean
  readonly txCode?: string
  readonly copies: number
  readonly redirect?: string
  readonly clientId?: string
}

const DEFAULT_COPIES = 10
const MAX_COPIES = 100
export const BELIEVED = 'only issuers that it lists are believed'

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

async function receive(offer: string, options: ReceiveOptions): Promise<void> {
  const wallet = await openWalletOf(options, options.dev ?? isLoopbackOffer(offer))
  const { copies, txCode, redirect } = options
  if (redirect === undefined) {
    const received = await sayingWhatWaits(receiveKept({ offer, copies, txCode }, wallet), wallet)
    return printReceived(options, received)
  }
  if (!URL.canParse(redirect)) throw new UsageError('option_malformed', '--redirect', '--redirect needs an address.')
  const clientId = options.clientId ?? new URL(redirect).origin
  const address = await beginSignIn({ offer, clientId, redirectUri: redirect, copies }, wallet)
  const next = 'Open this address, sign in, and give wallet continue the address that the browser comes back to:'
  printResult(options, { authorization_url: address }, `${next}\n${address}`)
}

/** When it fails in a way that may pass, says how to go on. */
export async function sayingWhatWaits<T>(receiving: Promise<T>, wallet: WaitingWallet): Promise<T> {
  return receiving.catch(async (error: unknown) => {
    const waiting = await listWaitingOffers(wallet).catch(() => [])
    if (waiting.length > 0) printProgress('Nothing is lost: bai wallet continue goes on with it.')
    throw error
  })
}

export function printReceived(options: WalletOptions, received: readonly Holding[]): void {
  const described = received.map((holding) => describeHolding(holding, new Date()))
  const lines = received.map(({ deferral }, i) => `${deferral ? 'Owed:' : 'Received'} ${described[i]?.line}`)
  printResult(options, { credentials: described.map(({ document }) => document) }, lines.join('\n'))
}

/** Whoever types an offer from their own machine means it: no other offer can lead there. */
export function isLoopbackOffer(offer: string): boolean {
  return /(credential_issuer%22%3A%22|credential_offer_uri=)http(:|%3A)(\/|%2F){2}(127\.0\.0\.1|localhost)\b/i.test(
    offer,
  )
}
