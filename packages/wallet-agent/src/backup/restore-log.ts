import type { LoggedWallet } from '../history/record.ts'
import type { Backup } from './backup.ts'

/**
 * Brings the log of another phone into this wallet: what is here stays as it is, what is not here is added, so that doing it
 * twice, or after a cut, does no harm.
 *
 * @returns how many entries were added
 */
export async function restoreLog(
  { entries }: Pick<Backup, 'entries'>,
  { history }: Pick<LoggedWallet, 'history'>,
): Promise<number> {
  const here = new Set((await history.list()).map(({ id }) => id))
  const added = entries.filter(({ id }) => !here.has(id))
  for (const entry of added) await history.put(entry)
  return added.length
}
