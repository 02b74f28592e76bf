import type { JsonObject } from '@bai/credential'
import type { CredentialConfiguration } from '../credential-configurations.ts'
import type { IssuerDependencies } from '../ports.ts'
import { buildClaims, claimsContext } from './build-claims.ts'
import { loadCitizen } from './load-citizen.ts'

/** What a credential says of somebody now. */
export type CurrentClaims = {
  readonly claims: JsonObject
  /** When it ends at the latest, where it rests on something that ends. */
  readonly validUntil?: Date | undefined
  /** How many are given at most, where it is fewer than the issuer gives otherwise. */
  readonly maxCopies?: number | undefined
}

/** Where the claims of credentials come from. */
export interface ClaimsSource {
  /** @throws IssuerError `citizen_unknown`, `citizen_not_eligible`, `dossier_over` */
  claimsOf(subjectHash: string, configuration: CredentialConfiguration): Promise<CurrentClaims>
}

/** Claims of the documents of the population register. */
export function registerClaims(
  dependencies: Pick<IssuerDependencies, 'register' | 'configuration' | 'now'>,
): ClaimsSource {
  return {
    claimsOf: async (subjectHash, { type }) => {
      const citizen = await loadCitizen(subjectHash, dependencies.register)
      return { claims: buildClaims(type.id, citizen, claimsContext(dependencies)) }
    },
  }
}
