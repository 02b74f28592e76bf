import { encodeBase64url } from '@bai/credential'
import * as z from 'zod'
import { WalletError } from '../errors.ts'
import { recordReceived } from '../history/record-received.ts'
import type { Holding } from '../holding.ts'
import { collectGranted, type GrantedAccess, GrantedAccessSchema } from '../receive/granted-access.ts'
import { type ReceiveInput, receiveCredentials } from '../receive/receive-credentials.ts'
import type { WaitingWallet } from './waiting-store.ts'

// An offer that waits is kept under its id; the first app kept one, under the name `offer`.
const id = z.string().default('offer')
const copies = z.number().int().positive().optional()
const WaitingOfferSchema = z.union([
  z.strictObject({ id, offer: z.string(), txCode: z.string().optional(), copies }),
  z.strictObject({ id, granted: GrantedAccessSchema }),
])

/** What was promised and did not arrive yet: an offer whose code was not used, or what its code was used for. */
export type WaitingOffer = z.infer<typeof WaitingOfferSchema>

const ID_BYTES = 9

/**
 * Receives what is offered, and keeps the offer until everything has arrived, so that a cut loses nothing: `receiveWaiting`
 * goes on. What came is written into the history.
 *
 * @throws as `receiveCredentials`
 */
export function receiveKept(input: ReceiveInput, wallet: WaitingWallet): Promise<readonly Holding[]> {
  return receiveWaiting({ id: newOfferId(wallet), ...input }, wallet)
}

/** Goes on with what waits. @throws as `receiveCredentials` and `collectGranted` */
export async function receiveWaiting(waiting: WaitingOffer, wallet: WaitingWallet): Promise<readonly Holding[]> {
  const { id } = waiting
  await wallet.waiting.put(id, waiting)
  const receiving = 'granted' in waiting ? collectGranted(waiting.granted, wallet) : useCode(waiting, wallet)
  const received = await receiving.catch(async (error: unknown) => {
    if (isFinal(error)) await forgetOffer(id, wallet)
    throw error
  })
  await wallet.waiting.remove(id)
  await recordReceived(received, wallet)
  return received
}

function useCode({ id, ...input }: Extract<WaitingOffer, { offer: string }>, wallet: WaitingWallet) {
  return receiveCredentials(input, wallet, (granted) => keepGranted(id, granted, wallet))
}

export function newOfferId({ randomBytes }: Pick<WaitingWallet, 'randomBytes'>): string {
  return `offer-${encodeBase64url(randomBytes(ID_BYTES))}`
}

/** @param id of the offer that it takes the place of, or a new one */
export function keepGranted(id: string, granted: GrantedAccess, { waiting }: WaitingWallet): Promise<void> {
  return waiting.put(id, { id, granted } satisfies WaitingOffer)
}

export async function listWaitingOffers({ waiting }: Pick<WaitingWallet, 'waiting'>): Promise<readonly WaitingOffer[]> {
  return (await waiting.list()).flatMap((value) => WaitingOfferSchema.safeParse(value).data ?? [])
}

/** Gives up what waits, with the key that its tokens are bound to unless credentials that are held go on using it. */
export async function forgetOffer(id: string, { waiting, keys, credentials }: WaitingWallet): Promise<void> {
  const { data } = WaitingOfferSchema.safeParse(await waiting.get(id))
  await waiting.remove(id)
  const dpopKeyId = data && 'granted' in data ? data.granted.dpopKeyId : undefined
  if (dpopKeyId === undefined) return
  const isUsed = (await credentials.list()).some(
    ({ grant, deferral }) => grant?.dpopKeyId === dpopKeyId || deferral?.dpopKeyId === dpopKeyId,
  )
  if (!isUsed) await keys.removeKeys([dpopKeyId])
}

/** Of this device, and may pass. */
const PASSING: readonly string[] = ['storage_full', 'wallet_busy', 'data_folder_unwritable', 'bundle_unreadable']

/** What the issuer refuses or gets wrong is no better the next time; what did not come through, or came too often, is. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof WalletError) || PASSING.includes(error.code)) return false
  const status = 'status' in error.details ? Number(error.details.status) : 0
  return status < 500 && status !== 429
}
