/** What airlines write behind given names: titles, and INF and CHD for those who have none of their own. */
const TITLES = ['MR', 'MRS', 'MS', 'MISS', 'MSTR', 'MST', 'INF', 'CHD', 'DR', 'PROF', 'REV', 'CAPT']
const BEGINNINGS = TITLES.flatMap((title) => [...title.slice(1)].map((_, i) => title.slice(0, i + 1)))

/**
 * The given names of a boarding pass in every way in which a title may be part of them: first as they stand, for a name
 * may end like a title (`AMR`), then with the title apart (`ANONG MS`), glued (`ANONGMS`), or two of them (`ANONG DR MRS`).
 */
export function withoutTitles(given: string): readonly string[] {
  const name = given.trim()
  const once = strip(name, TITLES)
  return [...new Set([name, ...once, ...once.flatMap((rest) => strip(rest, TITLES))])]
}

/** The same where the field ends within the title: `ANONGM`. */
export function withoutCutTitle(given: string): readonly string[] {
  return strip(given.trim(), BEGINNINGS)
}

function strip(name: string, endings: readonly string[]): readonly string[] {
  return endings.filter((ending) => name.endsWith(ending)).map((ending) => name.slice(0, -ending.length).trimEnd())
}
