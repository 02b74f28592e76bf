import type { CredentialType } from '@bai/credential'

/** What a claim of a type that we know is good for. `rows`: people in a house, of whom one has to be named. */
export type ClaimKind = 'missing' | 'rows' | 'birthdate' | 'date' | 'object' | 'scalar'

const DATES: ReadonlySet<string> = new Set(['date_of_issuance', 'moved_in'])
/** Written in both languages, `{ th, en }`. */
const BILINGUAL: ReadonlySet<string> = new Set(['house_type', 'registration_office'])
/** Names are objects on card and row, whether or not their parts can be disclosed alone. */
const NAMES: ReadonlySet<string> = new Set(['name_th', 'name_en'])

/** @param path with `null` for a row */
export function claimKind(type: CredentialType, path: readonly (string | null)[]): ClaimKind {
  const starts = (outer: readonly (string | null)[], inner: readonly (string | null)[]) =>
    outer.length <= inner.length && outer.every((step, i) => step === inner[i])
  const known = type.claims
    .filter((claim) => starts(claim.path, path))
    .sort((a, b) => b.path.length - a.path.length)
    .at(0)
  if (known === undefined) return 'missing'
  const below = type.claims.filter((claim) => claim !== known && starts(known.path, claim.path))
  const name = known.path.at(-1) ?? ''
  const isExact = known.path.length === path.length
  if (isExact && below.some((claim) => claim.path[known.path.length] === null)) return 'rows'
  const isObject = below.length > 0 || NAMES.has(name) || BILINGUAL.has(name) || known.path[0] === 'address'
  if (isExact) return isObject ? 'object' : kindOfLeaf(name)
  // A step further than any claim that is described: into a text there is no way.
  return below.length === 0 && isObject ? 'scalar' : 'missing'
}

function kindOfLeaf(name: string): ClaimKind {
  if (name === 'birthdate') return 'birthdate'
  return DATES.has(name) ? 'date' : 'scalar'
}
