import {
  finishAuthorization,
  type Holding,
  PendingAuthorizationSchema,
  recordReceived,
  startAuthorization,
} from '../src/index.ts'
import { forgetOffer, keepGranted } from './waiting-offer.ts'
import type { OpenedWallet } from './wallet-context.ts'

const PLACE = 'authorization'

/** Begins the authorization code flow. What it needs to go on is sealed until the browser comes back. @returns where to go */
export async function beginSignIn(offer: string, wallet: OpenedWallet): Promise<string> {
  const { address } = wallet
  const started = await startAuthorization({ offer, clientId: new URL(address).origin, redirectUri: address }, wallet)
  await wallet.pending.put([[PLACE, started.pending]])
  return started.authorizationUrl
}

/** Goes on where the browser came back. @throws as `finishAuthorization`; ZodError where nothing waits */
export async function finishSignIn(returned: string, wallet: OpenedWallet): Promise<readonly Holding[]> {
  const pending = PendingAuthorizationSchema.parse(await wallet.pending.get(PLACE))
  const received = await finishAuthorization(returned, pending, wallet, (granted) => keepGranted(granted, wallet))
  await wallet.pending.remove([PLACE])
  await forgetOffer(wallet)
  await recordReceived(received, wallet)
  return received
}
