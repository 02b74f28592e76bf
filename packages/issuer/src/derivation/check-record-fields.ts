import { IssuerError } from '../errors.ts'
import type { Derivation } from './derivation.ts'
import { isReference, type Operation, sourcesOf } from './operation-schema.ts'

/**
 * What a derivation reads of records whose fields are known, before anybody waits for it in vain.
 *
 * @throws IssuerError `derivation_malformed`
 */
export function checkRecordFields({ conditions, claims }: Derivation, fields: ReadonlySet<string>): void {
  const operations: readonly (readonly [string, Operation])[] = [
    ...conditions.map(({ that }, i) => [`conditions.${i}.that`, that] as const),
    ...claims.map(({ from }, i) => [`claims.${i}.from`, from] as const),
  ]
  for (const [at, operation] of operations) {
    for (const [member, source] of sourcesOf(operation)) {
      if (isReference(source)) continue
      const wanted = source.record.join('.')
      if ([...fields].some((field) => field === wanted || field.startsWith(`${wanted}.`))) continue
      const [field, reason] = [`${at}.${member}.record`, 'no record of the agency has this field']
      const message = `The derivation is malformed at "${field}": ${reason}`
      throw new IssuerError('derivation_malformed', message, { field, reason })
    }
  }
}
