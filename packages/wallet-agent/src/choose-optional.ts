import { type ClaimsPathPointer, type CredentialQuery, claimAlternatives, type DcqlQuery } from '@bai/credential'

/** A claim that is asked for, and whether the verifier could do without it. */
export type AskedClaim = { readonly path: ClaimsPathPointer; readonly optional: boolean }

/**
 * The claims of a query, those that no alternative can do without apart from the others (OpenID4VP 1.0, sections 6.4.1 and
 * 6.4.2): a claim that is not in every claim set, and all of a credential that no required set needs.
 */
export function askedClaims(query: CredentialQuery, { credential_sets: sets }: DcqlQuery): readonly AskedClaim[] {
  const wholeIsOptional =
    sets !== undefined &&
    !sets.some(({ required, options }) => required && options.every((option) => option.includes(query.id)))
  const alternatives = claimAlternatives(query)
  return (query.claims ?? []).map(({ path }) => {
    const inAll = alternatives.every((claims) => claims.some((claim) => isSame(claim.path, path)))
    return { path, optional: wholeIsOptional || !inAll }
  })
}

function isSame(a: ClaimsPathPointer, b: ClaimsPathPointer): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i])
}
