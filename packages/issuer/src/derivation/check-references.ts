import { type CredentialQuery, claimAlternatives, type DcqlQuery } from '@bai/credential'
import { knownTypes } from './check-query.ts'
import { type ClaimKind, claimKind } from './claim-kind.ts'
import type { Derivation, DerivationFault } from './derivation.ts'
import { isReference, type Operation, pathOf, type Reference, sourcesOf } from './operation-schema.ts'

const CITIZEN_NUMBER = 'personal_administrative_number'
/** Of the credential and not of the person, whatever its type: they would link what is derived with what it rests on. */
const TECHNICAL: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'iat', 'nbf', 'exp', 'jti', 'vct', 'vct#integrity', 'cnf', 'status', 'evidence', '_sd', '_sd_alg'],
])

/** What a derivation reads that does not arrive, is not there, or is of another kind than the operation needs. */
export function checkReferences(derivation: Derivation): readonly DerivationFault[] {
  const { conditions, claims, record_of: recordOf } = derivation
  const operations: readonly (readonly [field: string, operation: Operation])[] = [
    ...conditions.map(({ that }, i) => [`conditions.${i}.that`, that] as const),
    ...claims.map(({ from }, i) => [`claims.${i}.from`, from] as const),
  ]
  return [
    ...(recordOf === undefined ? [] : checkRecordOf(recordOf, derivation)),
    ...operations.flatMap(([field, operation]) => checkOperation(field, operation, derivation)),
  ]
}

function checkRecordOf(reference: Reference, derivation: Derivation): readonly DerivationFault[] {
  const field = 'record_of'
  if (reference.path.at(-1) !== CITIZEN_NUMBER)
    return [{ field, reason: `a record is found by ${CITIZEN_NUMBER} and by nothing else` }]
  return checkReference(field, reference, derivation)
}

function checkOperation(field: string, operation: Operation, derivation: Derivation): readonly DerivationFault[] {
  return sourcesOf(operation).flatMap(([member, source]) => {
    const at = `${field}.${member}`
    if (isReference(source)) return checkReference(at, source, derivation, operation.operation)
    if (derivation.record_of !== undefined) return []
    return [{ field: at, reason: `a record needs record_of: the ${CITIZEN_NUMBER} by which it is found` }]
  })
}

function checkReference(
  field: string,
  reference: Reference,
  { query }: Derivation,
  operation?: Operation['operation'],
): readonly DerivationFault[] {
  const asked = query.credentials.find(({ id }) => id === reference.credential)
  if (asked === undefined) return [{ field: `${field}.credential`, reason: 'the policy has no query of this id' }]
  if (!isAlwaysAnswered(asked.id, query))
    return [{ field: `${field}.credential`, reason: 'the policy does not ask for it in every case' }]
  const path = pathOf(reference)
  if (TECHNICAL.has(path[0])) return [{ field: `${field}.path`, reason: 'it is of the credential, not of the person' }]
  for (const type of knownTypes(asked)) {
    const kind = claimKind(type, path)
    if (kind === 'missing') return [{ field: `${field}.path`, reason: `${type.id} has no such claim` }]
    const reason = operation && unfit(operation, kind)
    if (reason !== undefined) return [{ field: `${field}.path`, reason }]
  }
  if (isAskedFor(path, asked)) return []
  return [{ field: `${field}.path`, reason: 'the policy does not ask for it: what is not asked for never arrives' }]
}

/** Whether every way of answering the query discloses the claim as a whole. */
function isAskedFor(path: readonly (string | null)[], query: CredentialQuery): boolean {
  return claimAlternatives(query).every((alternative) =>
    alternative.some((claim) => claim.path.length <= path.length && claim.path.every((step, i) => step === path[i])),
  )
}

/** Without sets all credentials are asked for; with them, those in every option of one that is required. */
function isAlwaysAnswered(id: string, { credential_sets }: DcqlQuery): boolean {
  if (credential_sets === undefined) return true
  return credential_sets.some(({ options, required }) => required && options.every((option) => option.includes(id)))
}

function unfit(operation: Operation['operation'], kind: ClaimKind): string | undefined {
  if (kind === 'rows') return 'rows of people are read one by one: name a row'
  if (operation === 'at_least_years' || operation === 'under_years')
    return kind === 'birthdate' ? undefined : 'an age comes from a birthdate, and this is none'
  if (operation === 'year_of')
    return kind === 'birthdate' || kind === 'date' ? undefined : 'a year comes from a date, and this is not always one'
  if (operation === 'one_of' && kind === 'object') return 'it has parts, and is never one of these values'
  return undefined
}
