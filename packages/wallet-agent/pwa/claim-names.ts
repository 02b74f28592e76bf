import type { Bundle, ClaimsPathPointer } from '@bai/credential'
import { type Language, labelOf, labelsOf, rankOf, type TypeLabels } from '@bai/web-app'
import type { HistoryEntry } from '../src/index.ts'

type ListedClaims = HistoryEntry['credentials'][number]

/** What the claims of an entry are called, each once, in the order of their type. */
export function claimNames(
  { vct, claims }: ListedClaims,
  bundle: Bundle | undefined,
  language: Language,
): readonly string[] {
  const labels = labelsOf(vct, bundle)
  // The way to a claim is listed with it, and tells nothing more.
  const leaves = claims.filter((claim) => !claims.some((other) => other.startsWith(`${claim}.`)))
  const paths = leaves.map((claim) => pathOf(claim, labels)).sort((a, b) => rankOf(labels, a) - rankOf(labels, b))
  return [...new Set(paths.map((path) => labelOf(labels, path)[language]))]
}

/** What a claim is called that may be of any of the types in an entry. */
export function claimNameAmong(
  { credentials }: Pick<HistoryEntry, 'credentials'>,
  path: ClaimsPathPointer,
  language: Language,
): string {
  const all = credentials.map(({ vct }) => labelsOf(vct, undefined))
  const named = all.find((labels) => rankOf(labels, path) < labels.claims.length)
  return labelOf(named ?? { name: { th: '', en: '' }, claims: [] }, path)[language]
}

/** Digits are the name of a claim where the type has one of that name, and otherwise a place in an array. */
function pathOf(claim: string, labels: TypeLabels): ClaimsPathPointer {
  const names = claim.split('.')
  if (rankOf(labels, names) < labels.claims.length) return names
  return names.map((step) => (step === '*' ? null : /^\d+$/.test(step) ? Number(step) : step))
}
