import * as z from 'zod'
import { type Holding, receiveCredentials } from '../src/index.ts'
import type { OpenedWallet } from './wallet-context.ts'

const PLACE = 'offer'
const WaitingOfferSchema = z.strictObject({ offer: z.string(), txCode: z.string().optional() })

/** An offer that an enrolment ended with and that was not received yet: it would be lost with the page. */
export type WaitingOffer = z.infer<typeof WaitingOfferSchema>

/** Keeps the offer first, so that it is there after a cut, and receives then. @throws as `receiveCredentials` */
export async function receiveKept(waiting: WaitingOffer, wallet: OpenedWallet): Promise<readonly Holding[]> {
  await wallet.pending.put([[PLACE, waiting]])
  const { offer, txCode } = waiting
  const received = await receiveCredentials({ offer, ...(txCode !== undefined && { txCode }) }, wallet)
  await forgetOffer(wallet)
  return received
}

export async function loadOffer({ pending }: OpenedWallet): Promise<WaitingOffer | undefined> {
  return WaitingOfferSchema.safeParse(await pending.get(PLACE)).data
}

export async function forgetOffer({ pending }: OpenedWallet): Promise<void> {
  await pending.remove([PLACE])
}
