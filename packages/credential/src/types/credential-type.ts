import type { DisclosureFrame } from '../sd-jwt/issue.ts'
import type { Claim, TypeMetadata } from '../sd-jwt-vc/type-metadata.ts'

export type BilingualText = { readonly th: string; readonly en: string }

/** One claim of a type: where it stands, whether the holder may withhold it, and what people call it. */
export type ClaimDefinition = {
  /** `null` stands for every element of an array, as in DCQL and type metadata. */
  readonly path: readonly [string, ...(string | null)[]]
  /** `own`: behind a digest of its own. `open`: whoever sees the claim around it sees this too. */
  readonly disclosure: 'own' | 'open'
  readonly label: BilingualText
}

/** A credential type, defined once: disclosure frame and type metadata both come from its table of claims. */
export type CredentialType = {
  /** Also the `credential_configuration_id` of OpenID4VCI. */
  readonly id: string
  readonly vct: string
  /** The type's name in the W3C data model, beside `VerifiableCredential`. */
  readonly w3cType: string
  readonly name: BilingualText
  readonly description: BilingualText
  readonly backgroundColor: string
  readonly textColor: string
  readonly claims: readonly ClaimDefinition[]
  /** For arrays whose length would tell something: pads the digests to a multiple of this. */
  readonly padTo?: { readonly [arrayName: string]: number }
}

/** The frame by which a credential of this type is issued. */
export function disclosureFrameOf(type: CredentialType): DisclosureFrame {
  return frameBelow(type, [])
}

function frameBelow(type: CredentialType, prefix: readonly (string | null)[]): DisclosureFrame {
  const below = type.claims.filter(
    ({ path }) => path.length > prefix.length && prefix.every((step, i) => path[i] === step),
  )
  const direct = below.filter(({ path }) => path.length === prefix.length + 1)
  const nestedNames = new Set(
    below.filter(({ path }) => path.length > prefix.length + 1).map(({ path }) => path[prefix.length]!),
  )
  const [name] = prefix
  const padTo = typeof name === 'string' ? type.padTo?.[name] : undefined
  if (direct.some(({ path }) => path[prefix.length] === null)) {
    return { elements: frameBelow(type, [...prefix, null]), ...(padTo !== undefined && { padTo }) }
  }
  return {
    hidden: direct.filter(({ disclosure }) => disclosure === 'own').map(({ path }) => String(path[prefix.length])),
    nested: Object.fromEntries([...nestedNames].map((nested) => [nested, frameBelow(type, [...prefix, nested])])),
  }
}

/** The type metadata document that issuer and bundle publish (draft-ietf-oauth-sd-jwt-vc, section 5). */
export function typeMetadataOf(type: CredentialType): TypeMetadata {
  const rendering = { simple: { background_color: type.backgroundColor, text_color: type.textColor } }
  return {
    vct: type.vct,
    name: type.name.en,
    description: type.description.en,
    display: (['th', 'en'] as const).map((locale) => ({
      locale,
      name: type.name[locale],
      description: type.description[locale],
      rendering,
    })),
    claims: type.claims.map(
      ({ path, disclosure, label }): Claim => ({
        path,
        display: [
          { locale: 'th', label: label.th },
          { locale: 'en', label: label.en },
        ],
        sd: disclosure === 'own' ? 'always' : 'never',
      }),
    ),
  }
}
