import { encodeBase64url } from '@bai/credential'
import type { WalletDependencies } from '../ports.ts'
import type { HistoryEntry } from './history-entry.ts'
import type { HistoryStore } from './history-store.ts'

/** A wallet that keeps a log. */
export type LoggedWallet = WalletDependencies & { readonly history: HistoryStore }

const ID_BYTES = 9

/** Writes down what happens now. @returns the entry, with its id and time */
export async function record(
  what: Omit<HistoryEntry, 'id' | 'at'>,
  { history, randomBytes, now }: Pick<LoggedWallet, 'history' | 'randomBytes' | 'now'>,
): Promise<HistoryEntry> {
  const entry = { id: encodeBase64url(randomBytes(ID_BYTES)), at: now().toISOString(), ...what }
  await history.put(entry)
  return entry
}
