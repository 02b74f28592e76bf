import type { AssuranceLevel, BilingualText, JsonObject } from '@bai/credential'

/** A credential that was presented and accepted, as a derivation reads it. */
export type PresentedCredential = {
  readonly vct: string
  /** What the person showed, and nothing of the credential itself. */
  readonly claims: JsonObject
  readonly issuer: { readonly id: string; readonly name: BilingualText }
  /** What its issuer is trusted for; none where nobody vouches for one. */
  readonly level: AssuranceLevel | undefined
}

/** By the id of the credential query. */
export type Presented = ReadonlyMap<string, PresentedCredential>

/** All that a claim can be made from. */
export type DerivationSources = {
  readonly presented: Presented
  /** What the agency has of the person. */
  readonly record?: JsonObject | undefined
  readonly now: Date
}
