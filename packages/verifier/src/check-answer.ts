import {
  type ClaimsPathPointer,
  type CredentialQuery,
  claimAlternatives,
  type DcqlQuery,
  isRequested,
  type Json,
  satisfiesClaim,
  selectClaims,
} from '@bai/credential'
import { failed, passed } from './make-check.ts'
import type { Check } from './verdict.ts'
import type { VerifiedCredential } from './verify-credential.ts'

/** The answer against the query, for too little and for too much (OpenID4VP 1.0, sections 6.4 and 8.6). */
export function checkAnswer(
  { types, claims, disclosedPaths }: Pick<VerifiedCredential, 'types' | 'claims' | 'disclosedPaths'>,
  query: CredentialQuery,
): Check {
  if (!hasTypeOf(types, query)) return failed('credential_type_mismatch')
  const complete = claimAlternatives(query).some((alternative) =>
    alternative.every((claim) => satisfiesClaim(claims, claim) && hasContent(claims, claim.path)),
  )
  if (!complete) return failed('claims_missing')
  const requested = query.claims?.map(({ path }) => path) ?? []
  if (disclosedPaths.some((path) => !isRequested(path, requested))) return failed('claims_not_requested')
  return passed('answer')
}

/**
 * A container whose members are all withheld is there by its name only: an address of nothing is no address. One that was
 * issued empty is taken for such a one.
 */
function hasContent(claims: Json, path: ClaimsPathPointer): boolean {
  return selectClaims(claims, path).some(
    (value) => typeof value !== 'object' || value === null || Object.keys(value).length > 0,
  )
}

/** One of the `vct` values, or all types of one of the lists (OpenID4VP 1.0, appendixes B.3.5 and B.1.1). */
function hasTypeOf(types: readonly string[], query: CredentialQuery): boolean {
  if (query.format === 'dc+sd-jwt') return query.meta.vct_values.some((vct) => types.includes(vct))
  const all = ['VerifiableCredential', ...types]
  return query.meta.type_values.some((list) => list.every((type) => all.includes(type)))
}

/** Whether the credentials that were presented are those the query needs (OpenID4VP 1.0, section 6.4.2). */
export function checkCredentialSets(query: DcqlQuery, presented: readonly string[]): readonly Check[] {
  const all = query.credentials.map(({ id }) => id)
  const sets = query.credential_sets ?? [{ options: [all], required: true }]
  const answered = sets.every(
    ({ options, required }) => !required || options.some((option) => option.every((id) => presented.includes(id))),
  )
  return answered ? [] : [failed('credential_not_presented')]
}
