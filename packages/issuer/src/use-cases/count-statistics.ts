import type { StatisticsRow } from '../operator-ports.ts'
import type { IssuerDependencies } from '../ports.ts'

/** A count as it is published; nothing where it is suppressed. */
export type PublishedCount = Omit<StatisticsRow, 'count'> & { readonly count: number | null }

const SMALLEST = 5

/**
 * Statistics that tell of nobody. Counts below five are suppressed. So that none can be found by taking others from a sum,
 * no sum is given, and where one of a day and kind alone is small, its next smallest is suppressed with it.
 */
export async function countStatistics(
  { from, to }: { readonly from: string; readonly to: string },
  { statistics }: Pick<IssuerDependencies, 'statistics'>,
): Promise<readonly PublishedCount[]> {
  const rows = await statistics.count(from, to)
  return [...groupRows(rows).values()].flatMap(suppress)
}

function groupRows(rows: readonly StatisticsRow[]): ReadonlyMap<string, readonly StatisticsRow[]> {
  const groups = new Map<string, StatisticsRow[]>()
  for (const row of rows) {
    const key = `${row.day} ${row.what}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

function suppress(rows: readonly StatisticsRow[]): readonly PublishedCount[] {
  const small = rows.filter(({ count }) => count < SMALLEST)
  const others = rows.filter(({ count }) => count >= SMALLEST).sort((a, b) => a.count - b.count)
  const hidden = new Set([...small, ...(small.length === 1 ? others.slice(0, 1) : [])])
  return rows.map((row) => ({ ...row, count: hidden.has(row) ? null : row.count }))
}
