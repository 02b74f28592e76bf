import { type Bundle, isJsonObject, type Json, type JsonObject } from '@bai/credential'
import type { Language } from '../language.ts'
import { labelOf, labelsOf, rankOf, type TypeLabels } from './claim-labels.ts'
import { describeName, describeValue, isBilingual, isName, type Path } from './describe-value.ts'

/** A credential whose claims may be shown, because they were verified. */
export type ShownCredential = { readonly vct: string; readonly claims: JsonObject }

/** One line of what was shown. */
export type ClaimRow = { readonly path: string; readonly label: string; readonly value: string }

type Leaf = { readonly path: Path; readonly value: Json }

const PORTRAIT = 'portrait'
/** A picture in a claim; nothing else is ever put into the source of an image. */
const PICTURE = /^data:image\/(?:jpeg|png|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/

/** What a credential has shown, one row a claim, in the order of its type; the portrait is not among them. */
export function describeClaims(
  credential: ShownCredential,
  bundle: Bundle | undefined,
  language: Language,
): readonly ClaimRow[] {
  const labels = labelsOf(credential.vct, bundle)
  return leavesOf(credential.claims)
    .filter(({ path }) => path[0] !== PORTRAIT)
    .sort((a, b) => rankOfLeaf(labels, a) - rankOfLeaf(labels, b))
    .map(({ path, value }) => ({
      path: path.join('/'),
      label: describeLabel(labels, path, language),
      value: describeValue(path, value, language),
    }))
    .filter(({ value }) => value !== '')
}

/** The name to read out: in the letters of the language where it was shown in them, otherwise in the others. */
export function nameOf(credentials: readonly ShownCredential[], language: Language): string | undefined {
  const thai = credentials.map(({ claims }) => claims['name_th']).find((name) => isJsonObject(name))
  const thaiName = thai && describeName(thai, 'th')
  const latin = latinNameOf(credentials)
  const latinName = latin && [latin.givenName, latin.familyName].filter((part) => part !== '').join(' ')
  return language === 'th' ? (thaiName ?? latinName) : (latinName ?? thaiName)
}

/** The name in Latin letters, to be held against a boarding pass. */
export function latinNameOf(
  credentials: readonly ShownCredential[],
): { givenName: string; familyName: string } | undefined {
  for (const { claims } of credentials) {
    const { given_name: given, family_name: family } = claims
    if (typeof given === 'string' || typeof family === 'string') {
      return { givenName: typeof given === 'string' ? given : '', familyName: typeof family === 'string' ? family : '' }
    }
  }
  return undefined
}

/** The portrait that was shown, as a data URL. */
export function portraitOf(credentials: readonly ShownCredential[]): string | undefined {
  const portraits = credentials.map(({ claims }) => claims[PORTRAIT])
  return portraits.find((portrait): portrait is string => typeof portrait === 'string' && PICTURE.test(portrait))
}

/** Every value, with its path. Names and texts in two languages are one value each. */
function leavesOf(value: Json, path: Path = []): readonly Leaf[] {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
    return value.flatMap((item: Json, i) => leavesOf(item, [...path, i]))
  if (!isJsonObject(value) || (path.length > 0 && (isName(value) || isBilingual(value)))) return [{ path, value }]
  return Object.entries(value).flatMap(([name, child]) => leavesOf(child, [...path, name]))
}

/** People in an array stay together, claim by claim. */
function rankOfLeaf(labels: TypeLabels, { path }: Leaf): number {
  const at = path.findIndex((step) => typeof step === 'number')
  if (at < 0) return rankOf(labels, [...path])
  return rankOf(labels, path.slice(0, at)) + (Number(path[at]) + rankOf(labels, [...path]) / 1000) / 1000
}

function describeLabel(labels: TypeLabels, path: Path, language: Language): string {
  const label = labelOf(labels, [...path])[language]
  const element = path.find((step) => typeof step === 'number')
  return element === undefined ? label : `${element + 1}. ${label}`
}
