import type { DcqlQuery } from '@bai/credential'
import type { DerivationFile } from './derivation-schema.ts'

/** A derivation that can work: all that it reads is asked for, and can be there. */
export type Derivation = Omit<DerivationFile, '$schema'> & { readonly query: DcqlQuery }

/** What is wrong, where: `claims.0.from.value.path`. */
export type DerivationFault = { readonly field: string; readonly reason: string }

/** How long after its issuing a derived credential ends. */
export function validitySecondsOf({ validity }: Pick<Derivation, 'validity'>): number {
  return 'hours' in validity ? validity.hours * 3600 : validity.days * 86_400
}
