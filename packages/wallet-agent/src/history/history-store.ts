import type { HistoryEntry } from './history-entry.ts'

/** The log of a wallet: it is the person's own, and leaves the wallet only by their hand. */
export interface HistoryStore {
  /** Adds an entry, or puts it in the place of the one of the same id; done when it is on the disk. */
  put(entry: HistoryEntry): Promise<void>
  /** The newest first. */
  list(): Promise<readonly HistoryEntry[]>
  /** Forgets entries for ever; what is not there is passed over. */
  remove(ids: readonly string[]): Promise<void>
}
