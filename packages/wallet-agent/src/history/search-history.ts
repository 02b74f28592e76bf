import type { HistoryEntry } from './history-entry.ts'

/**
 * The entries in which every word of a search stands: in names, purposes, types and claims, in either language.
 *
 * @param describe further words for an entry, as the screen has them: claims by their labels, for one
 */
export function searchHistory(
  entries: readonly HistoryEntry[],
  search: string,
  describe: (entry: HistoryEntry) => string = () => '',
): readonly HistoryEntry[] {
  const words = fold(search).split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter((entry) => {
    const text = fold(`${textOf(entry)} ${describe(entry)}`)
    return words.every((word) => text.includes(word))
  })
}

function textOf({ party, purpose, credentials, kind, at }: HistoryEntry): string {
  const claims = credentials.flatMap(({ vct, claims: names }) => [vct, ...names])
  const { name, id } = party
  return [kind, at, id, name.th, name.en, purpose?.th ?? '', purpose?.en ?? '', ...claims].join(' ')
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
