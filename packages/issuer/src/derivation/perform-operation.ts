import { isDeepStrictEqual } from 'node:util'
import { ageOn, type Json, type PartialDate, thaiDay } from '@bai/credential'
import { findDate, findValue } from './find-value.ts'
import type { Operation, YesNo } from './operation-schema.ts'
import type { DerivationSources } from './presented-credential.ts'

/** The value of one claim. @throws IssuerError */
export function performOperation(operation: Operation, sources: DerivationSources): Json {
  switch (operation.operation) {
    case 'copy':
      return findValue(operation.value, sources)
    case 'constant':
      return operation.value
    case 'year_of':
      return Number(findDate(operation.date, sources).slice(0, 4))
    default:
      return holds(operation, sources)
  }
}

/** Whether a comparison holds, for certain. @throws IssuerError */
export function holds(comparison: YesNo, sources: DerivationSources): boolean {
  const today = thaiDay(sources.now)
  switch (comparison.operation) {
    case 'at_least_years':
      return ageOn(findDate(comparison.born, sources), today) >= comparison.years
    case 'under_years':
      return ageOn(firstDayOf(findDate(comparison.born, sources)), today) < comparison.years
    case 'equals':
      return isDeepStrictEqual(findValue(comparison.value, sources), findValue(comparison.to, sources))
    case 'one_of':
      return (comparison.values as readonly Json[]).includes(findValue(comparison.value, sources))
  }
}

/** Somebody cannot have been born earlier. */
function firstDayOf(date: PartialDate): PartialDate {
  return `${date}-01-01`.slice(0, '2000-01-01'.length)
}
