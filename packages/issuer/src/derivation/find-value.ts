import { isJsonObject, isPartialDate, type Json, type JsonObject, type PartialDate } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import { isReference, type Reference, type Source } from './operation-schema.ts'
import type { DerivationSources, Presented } from './presented-credential.ts'
import { refusal } from './refusal.ts'

type Sources = Pick<DerivationSources, 'presented' | 'record'>

/** @throws IssuerError `derivation_refused`, `record_missing`, `record_incomplete` */
export function findValue(source: Source, { presented, record }: Sources): Json {
  if (isReference(source)) return findPresented(source, presented)
  if (record === undefined) throw recordMissing()
  const value = stepThrough(record, source.record)
  if (value === undefined) throw recordIncomplete(source.record)
  return value
}

/** A date, as precise as it is known. @throws IssuerError */
export function findDate(source: Source, sources: Sources): PartialDate {
  const value = findValue(source, sources)
  if (typeof value === 'string' && isPartialDate(value)) return value
  throw isReference(source) ? refusal('value_unreadable') : recordIncomplete(source.record)
}

/** @throws IssuerError `derivation_refused` */
export function findPresented({ credential, row, path }: Reference, presented: Presented): Json {
  const claims = presented.get(credential)?.claims
  if (claims === undefined) throw refusal('not_shown')
  const value = stepThrough(row === undefined ? claims : findRow(claims, row), path)
  if (value === undefined) throw refusal('not_shown')
  return value
}

export function recordMissing(): IssuerError<'record_missing'> {
  return new IssuerError('record_missing', 'The agency has no record of this person.', {})
}

/** More rows than one, and nobody knows who is meant. */
function findRow({ members }: JsonObject, row: 'holder' | 'other'): JsonObject {
  const rows = Array.isArray(members) ? members.filter(isJsonObject) : []
  const [found, ...others] = rows.filter((candidate) => (candidate['is_holder'] === true) === (row === 'holder'))
  if (found !== undefined && others.length === 0) return found
  throw refusal(row === 'holder' ? 'holder_row_missing' : 'other_row_unclear')
}

function stepThrough(value: Json, path: readonly string[]): Json | undefined {
  let found: Json | undefined = value
  for (const step of path) found = isJsonObject(found) && Object.hasOwn(found, step) ? found[step] : undefined
  return found
}

function recordIncomplete(path: readonly string[]): IssuerError<'record_incomplete'> {
  const field = path.join('.')
  const message = `The agency's record of this person has no usable ${field}; the agency has to put it right.`
  return new IssuerError('record_incomplete', message, { field })
}
