import type { ClaimPath, OfflineMessage } from '@bai/credential'
import { type LoggedWallet, record } from '../history/record.ts'
import type { Holding } from '../holding.ts'
import { preparePrinted } from './prepare-printed.ts'

const PAPER = { id: 'paper', name: { th: 'กระดาษ', en: 'Paper' }, registered: false }

/**
 * Prepares a credential for paper and writes that down: whoever gets the paper in hand can read what is on it.
 *
 * @param disclosed as for `preparePrinted`
 * @throws as `preparePrinted`
 */
export async function printOnPaper(
  stored: Holding,
  disclosed: readonly ClaimPath[],
  wallet: LoggedWallet,
): Promise<OfflineMessage> {
  const presentation = await preparePrinted(stored, disclosed, wallet)
  const claims = disclosed.map((path) => path.join('.'))
  const credentials = [{ vct: stored.vct, claims }]
  await record({ kind: 'presented', manner: 'printed', party: PAPER, credentials }, wallet)
  return { kind: 'printed', presentation }
}
