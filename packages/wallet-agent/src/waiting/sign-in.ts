import { WalletError } from '../errors.ts'
import { recordReceived } from '../history/record-received.ts'
import type { Holding } from '../holding.ts'
import { finishAuthorization } from '../receive/finish-authorization.ts'
import { type PendingAuthorization, PendingAuthorizationSchema } from '../receive/pending-authorization.ts'
import { type AuthorizationInput, startAuthorization } from '../receive/start-authorization.ts'
import { keepGranted, newOfferId } from './waiting-offer.ts'
import type { WaitingWallet } from './waiting-store.ts'

/** One at a time: there is one browser to come back. */
const PLACE = 'authorization'

/**
 * Begins the authorization code flow, and keeps what it needs to go on until the browser comes back.
 *
 * @returns the address to open
 * @throws as `startAuthorization`
 */
export async function beginSignIn(input: AuthorizationInput, wallet: WaitingWallet): Promise<string> {
  const { authorizationUrl, pending } = await startAuthorization(input, wallet)
  const before = await pendingOf(wallet)
  await wallet.waiting.put(PLACE, pending)
  // Nobody comes back from the one before.
  if (before?.dpopKeyId !== undefined) await wallet.keys.removeKeys([before.dpopKeyId])
  return authorizationUrl
}

/** The issuer that somebody was sent to, to sign in; undefined where nobody was. */
export async function issuerOfSignIn(wallet: Pick<WaitingWallet, 'waiting'>): Promise<string | undefined> {
  return (await pendingOf(wallet))?.issuer
}

/**
 * Goes on where the browser came back. When its code has been used and the network is cut, what was granted waits as an
 * offer does: `receiveWaiting`.
 *
 * @param redirectUrl the whole address that the browser was sent to
 * @throws WalletError `no_sign_in`; as `finishAuthorization`
 */
export async function finishSignIn(redirectUrl: string, wallet: WaitingWallet): Promise<readonly Holding[]> {
  const pending = await pendingOf(wallet)
  if (pending === undefined) {
    const message = 'This wallet waits for nobody to sign in; begin again with the offer.'
    throw new WalletError('no_sign_in', message, {})
  }
  const id = newOfferId(wallet)
  const received = await finishAuthorization(redirectUrl, pending, wallet, async (granted) => {
    await keepGranted(id, granted, wallet)
    await wallet.waiting.remove(PLACE)
  })
  await wallet.waiting.remove(id)
  await recordReceived(received, wallet)
  return received
}

async function pendingOf({ waiting }: Pick<WaitingWallet, 'waiting'>): Promise<PendingAuthorization | undefined> {
  return PendingAuthorizationSchema.safeParse(await waiting.get(PLACE)).data
}
