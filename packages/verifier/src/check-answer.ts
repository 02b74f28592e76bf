import {
  type CredentialQuery,
  claimAlternatives,
  type DcqlQuery,
  isRequested,
  satisfiesClaim,
  type VerifiedSdJwtVc,
} from '@bai/credential'
import { failed, passed } from './make-check.ts'
import type { Check } from './verdict.ts'

/** The answer against the query, for too little and for too much (OpenID4VP 1.0, sections 6.4 and 8.6). */
export function checkAnswer({ vct, claims, disclosedPaths }: VerifiedSdJwtVc, query: CredentialQuery): Check {
  if (!query.meta.vct_values.includes(vct)) return failed('credential_type_mismatch')
  const complete = claimAlternatives(query).some((alternative) =>
    alternative.every((claim) => satisfiesClaim(claims, claim)),
  )
  if (!complete) return failed('claims_missing')
  const requested = query.claims?.map(({ path }) => path) ?? []
  if (disclosedPaths.some((path) => !isRequested(path, requested))) return failed('claims_not_requested')
  return passed('answer')
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
