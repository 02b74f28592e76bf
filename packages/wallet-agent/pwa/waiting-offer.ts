import * as z from 'zod'
import {
  collectGranted,
  type GrantedAccess,
  GrantedAccessSchema,
  type Holding,
  receiveCredentials,
  recordReceived,
  WalletError,
} from '../src/index.ts'
import type { OpenedWallet } from './wallet-context.ts'

const PLACE = 'offer'
const WaitingOfferSchema = z.union([
  z.strictObject({ offer: z.string(), txCode: z.string().optional() }),
  z.strictObject({ granted: GrantedAccessSchema }),
])

/**
 * What was promised and did not arrive yet: an offer whose code was not used, or what its code was used for. It would be lost
 * with the page.
 */
export type WaitingOffer = z.infer<typeof WaitingOfferSchema>

/** Keeps what waits until everything was received, so that it is there after a cut. @throws as `receiveCredentials` */
export async function receiveKept(waiting: WaitingOffer, wallet: OpenedWallet): Promise<readonly Holding[]> {
  await keepWaiting(waiting, wallet)
  const received = await receive(waiting, wallet).catch(async (error: unknown) => {
    if (isFinal(error)) await forgetOffer(wallet)
    throw error
  })
  await forgetOffer(wallet)
  await recordReceived(received, wallet)
  return received
}

/** What the issuer refuses or gets wrong is no better the next time; what did not come through is. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof WalletError) || error.code === 'storage_full') return false
  const { details } = error
  return !('status' in details && typeof details.status === 'number' && details.status >= 500)
}

function receive(waiting: WaitingOffer, wallet: OpenedWallet): Promise<readonly Holding[]> {
  if ('granted' in waiting) return collectGranted(waiting.granted, wallet)
  const { offer, txCode } = waiting
  return receiveCredentials({ offer, ...(txCode !== undefined && { txCode }) }, wallet, (granted) =>
    keepGranted(granted, wallet),
  )
}

export function keepGranted(granted: GrantedAccess, wallet: OpenedWallet): Promise<void> {
  return keepWaiting({ granted }, wallet)
}

export async function loadOffer({ pending }: OpenedWallet): Promise<WaitingOffer | undefined> {
  return WaitingOfferSchema.safeParse(await pending.get(PLACE)).data
}

export async function forgetOffer({ pending }: OpenedWallet): Promise<void> {
  await pending.remove([PLACE])
}

async function keepWaiting(waiting: WaitingOffer, { pending }: OpenedWallet): Promise<void> {
  await pending.put([[PLACE, waiting]])
}
