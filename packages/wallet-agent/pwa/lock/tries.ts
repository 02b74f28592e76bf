import type { WalletDatabase } from '../store/wallet-database.ts'
import type { Tries } from './lock-record.ts'

const FREE_TRIES = 3
const FIRST_WAIT_MILLISECONDS = 30_000
const LONGEST_WAIT_MILLISECONDS = 3_600_000

/**
 * When the next PIN may be tried: at once for the first three, then after half a minute, which doubles up to an hour. A
 * clock that was set back does not shorten it.
 */
export function nextTryAt(tries: Tries | undefined, now: Date): Date {
  if (tries === undefined || tries.failed < FREE_TRIES) return now
  const wait = Math.min(FIRST_WAIT_MILLISECONDS * 2 ** (tries.failed - FREE_TRIES), LONGEST_WAIT_MILLISECONDS)
  const since = Math.min(new Date(tries.lastAt).getTime(), now.getTime())
  return new Date(since + wait)
}

/** Counts a try before it is made, so that a page that is closed meanwhile does not get it for nothing. */
export async function countTry(database: WalletDatabase, now: Date): Promise<void> {
  const writing = database.transaction('tries', 'readwrite', { durability: 'strict' })
  const failed = ((await writing.store.get('current'))?.failed ?? 0) + 1
  await writing.store.put({ failed, lastAt: now.toISOString() }, 'current')
  await writing.done
}
