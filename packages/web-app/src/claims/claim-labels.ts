import {
  type BilingualText,
  type Bundle,
  type ClaimsPathPointer,
  credentialTypes,
  parseJson,
  TypeMetadataSchema,
} from '@bai/credential'

type LabelledClaim = { readonly path: readonly (string | number | null)[]; readonly label: BilingualText }

/** What people call a type and its claims, in their order. */
export type TypeLabels = { readonly name: BilingualText; readonly claims: readonly LabelledClaim[] }

/** Of the types that Bai issues from its own table; of others from the type metadata in the bundle, where there is some. */
export function labelsOf(type: string, bundle: Bundle | undefined): TypeLabels {
  const own = credentialTypes.find(({ vct, w3cType }) => vct === type || w3cType === type)
  return own ?? labelsFromMetadata(bundle?.typeMetadata.get(type)) ?? { name: { th: type, en: type }, claims: [] }
}

/** @param path of a claim, with numbers for elements of arrays */
export function labelOf({ claims }: TypeLabels, path: ClaimsPathPointer): BilingualText {
  const own = path[0] === 'credentialSubject' ? path.slice(1) : path
  const found = claims.find((claim) => isSamePath(claim.path, own))
  const name = own.filter((step) => typeof step === 'string').join(' · ')
  return found?.label ?? { th: name, en: name }
}

/** Where a claim stands among those of its type; behind all others, if the type does not name it. */
export function rankOf({ claims }: TypeLabels, path: ClaimsPathPointer): number {
  const rank = claims.findIndex((claim) => isSamePath(claim.path, path))
  return rank < 0 ? claims.length : rank
}

function isSamePath(pattern: LabelledClaim['path'], path: ClaimsPathPointer): boolean {
  const fits = (step: string | number | null, i: number) =>
    step === null ? path[i] === null || typeof path[i] === 'number' : step === path[i]
  return pattern.length === path.length && pattern.every(fits)
}

function labelsFromMetadata(text: string | undefined): TypeLabels | undefined {
  if (text === undefined) return undefined
  const parsed = TypeMetadataSchema.safeParse(readJson(text))
  if (!parsed.success) return undefined
  const { vct, name = vct, display = [], claims = [] } = parsed.data
  return {
    name: inBoth(
      display.map((entry) => ({ locale: entry.locale, text: entry.name })),
      name,
    ),
    claims: claims.map((claim) => ({
      path: claim.path,
      label: inBoth(
        (claim.display ?? []).map((entry) => ({ locale: entry.locale, text: entry.label })),
        claim.path.join(' · '),
      ),
    })),
  }
}

function inBoth(
  entries: readonly { readonly locale: string; readonly text: string }[],
  fallback: string,
): BilingualText {
  const [first] = entries
  const find = (language: string) => entries.find(({ locale }) => locale.split('-', 1)[0] === language)?.text
  return { th: find('th') ?? first?.text ?? fallback, en: find('en') ?? first?.text ?? fallback }
}

function readJson(text: string): unknown {
  try {
    return parseJson(text, 'type metadata')
  } catch {
    return undefined
  }
}
