import {
  finishSignIn,
  forgetOffer,
  type Holding,
  issuerOfSignIn,
  listWaitingOffers,
  receiveWaiting,
  type WaitingOffer,
} from '@bai/wallet-agent'
import { Command } from 'commander'
import { printResult } from './output.ts'
import { readText } from './read-input.ts'
import { addBundleOptions, isLoopback, openWalletOf, type WalletOptions } from './wallet-options.ts'
import { BELIEVED, isLoopbackOffer, printReceived, sayingWhatWaits } from './wallet-receive.ts'

type ContinueOptions = WalletOptions & { readonly forget?: boolean }

export function walletContinueCommand(): Command {
  const command = new Command('continue')
    .description('go on with receiving: where it was cut off, or after signing in')
    .argument('[URL]', 'after signing in: the whole address that the browser came back to, or - for standard input')
    .option('--forget', 'give up what was cut off')
    .action(goOn)
  return addBundleOptions(command, BELIEVED)
}

async function goOn(argument: string | undefined, options: ContinueOptions): Promise<void> {
  if (argument !== undefined) return afterSignIn(argument, options)
  const waiting = await listWaitingOffers(await openWalletOf(options))
  if (options.forget) return forget(waiting, options)
  if (waiting.length === 0) return printResult(options, { credentials: [] }, 'Nothing waits to be received.')
  printReceived(options, await receiveAll(waiting, options))
}

/** One that fails keeps no other back; of several failures the first is told. */
async function receiveAll(waiting: readonly WaitingOffer[], options: WalletOptions): Promise<readonly Holding[]> {
  const received: Holding[] = []
  const failures: unknown[] = []
  for (const one of waiting) {
    const wallet = await openWalletOf(options, isFromLoopback(one))
    try {
      received.push(...(await sayingWhatWaits(receiveWaiting(one, wallet), wallet)))
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return received
}

async function afterSignIn(argument: string, options: ContinueOptions): Promise<void> {
  const issuer = await issuerOfSignIn(await openWalletOf(options))
  const wallet = await openWalletOf(options, issuer !== undefined && isLoopback(issuer))
  const redirectUrl = (argument === '-' ? await readText('-') : argument).trim()
  printReceived(options, await sayingWhatWaits(finishSignIn(redirectUrl, wallet), wallet))
}

async function forget(waiting: readonly WaitingOffer[], options: ContinueOptions): Promise<void> {
  const wallet = await openWalletOf(options)
  for (const { id } of waiting) await forgetOffer(id, wallet)
  printResult(options, { forgotten: waiting.length }, `Given up: ${waiting.length}.`)
}

function isFromLoopback(waiting: WaitingOffer): boolean {
  return 'granted' in waiting ? isLoopback(waiting.granted.issuer) : isLoopbackOffer(waiting.offer)
}
