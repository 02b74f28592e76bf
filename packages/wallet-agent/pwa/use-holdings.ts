import type { Holding } from '../src/index.ts'
import { useStored } from './changes.ts'
import { useWallet } from './wallet-context.ts'

/** What the wallet holds, as it is at this moment. Undefined until it was read. */
export function useHoldings(): readonly Holding[] | undefined {
  const { credentials, changes } = useWallet()
  return useStored(credentials.list, changes)
}
