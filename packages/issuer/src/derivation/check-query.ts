import { type CredentialQuery, type CredentialType, credentialTypes, type DcqlQuery } from '@bai/credential'
import { claimKind } from './claim-kind.ts'
import type { DerivationFault } from './derivation.ts'

const FIELD = 'requires.policy.dcql_query'

/** What a query asks for that nobody can ever answer, or that a derivation cannot read. */
export function checkQuery({ credentials, credential_sets = [] }: DcqlQuery): readonly DerivationFault[] {
  const ids = new Set(credentials.map(({ id }) => id))
  const unmet = credential_sets.findIndex(
    ({ options, required }) => required && !options.some((option) => option.every((id) => ids.has(id))),
  )
  return [
    ...(unmet < 0
      ? []
      : [
          {
            field: `${FIELD}.credential_sets.${unmet}`,
            reason: 'no option of it can be met: it names unknown queries',
          },
        ]),
    ...credentials.flatMap((query, i) => checkCredentialQuery(query, `${FIELD}.credentials.${i}`)),
  ]
}

function checkCredentialQuery(query: CredentialQuery, field: string): readonly DerivationFault[] {
  if (query.format !== 'dc+sd-jwt') return [{ field: `${field}.format`, reason: 'derivations read dc+sd-jwt only' }]
  const types = knownTypes(query)
  return (query.claims ?? []).flatMap(({ path }, i) => {
    const wanted = path.map((step) => (typeof step === 'number' ? null : step))
    const lacking = types.find((type) => claimKind(type, wanted) === 'missing')
    if (lacking === undefined) return []
    return [{ field: `${field}.claims.${i}`, reason: `it can never be met: ${lacking.id} has no such claim` }]
  })
}

/** The types that a query accepts, of those whose claims we know. */
export function knownTypes(query: CredentialQuery): readonly CredentialType[] {
  if (query.format !== 'dc+sd-jwt') return []
  return credentialTypes.filter(({ vct }) => query.meta.vct_values.includes(vct))
}
