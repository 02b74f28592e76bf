import type { HistoryEntry } from './history-entry.ts'
import { type LoggedWallet, record } from './record.ts'

/**
 * Writes down what the person did about an earlier entry: asked whoever has their data to erase it, or reported them
 * (ARF 3.0, DASH_02–12).
 */
export function recordFollowUp(
  kind: 'erasure_asked' | 'reported',
  { id, party, credentials }: HistoryEntry,
  wallet: Pick<LoggedWallet, 'history' | 'randomBytes' | 'now'>,
): Promise<HistoryEntry> {
  return record({ kind, party, credentials, regarding: id }, wallet)
}
