import { fetchDeferred, type Holding, type RefillOptions, recordReceived, refill } from '../src/index.ts'
import type { OpenedWallet } from './wallet-context.ts'

/** Asks an issuer for what it owes, or for more copies of what it gave, and writes down what came. @throws as those */
export async function renewHolding(
  { id, deferral }: Holding,
  options: RefillOptions,
  wallet: OpenedWallet,
): Promise<void> {
  const before = await wallet.credentials.list()
  const after = await (deferral === undefined ? refill(id, options, wallet) : fetchDeferred(id, wallet))
  await recordReceived([after], wallet, before)
}
