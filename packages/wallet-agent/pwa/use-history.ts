import type { HistoryEntry } from '../src/index.ts'
import { useStored } from './changes.ts'
import { useWallet } from './wallet-context.ts'

/** The log as it is at this moment, the newest first. Undefined until it was read. */
export function useHistory(): readonly HistoryEntry[] | undefined {
  const { history, changes } = useWallet()
  return useStored(history.list, changes)
}
