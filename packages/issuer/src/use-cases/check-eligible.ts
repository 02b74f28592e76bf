import { buildClaims, claimsContext } from '../claims/build-claims.ts'
import { loadCitizen } from '../claims/load-citizen.ts'
import { credentialConfigurations } from '../credential-configurations.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

export type EligibilityInput = { readonly subjectHash: string; readonly configurationIds: readonly string[] }

/** @throws IssuerError `credential_configuration_unknown` */
export function checkConfigurationIds(configurationIds: readonly string[]): void {
  if (configurationIds.length > 0 && configurationIds.every((id) => credentialConfigurations.has(id))) return
  const message = `Credential configurations are ${[...credentialConfigurations.keys()].join(', ')}.`
  throw new IssuerError('credential_configuration_unknown', message, {})
}

/**
 * Whether somebody can be issued the credentials asked for: those of the register, in order, with a card that is good.
 *
 * @throws IssuerError `credential_configuration_unknown`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function checkEligible(
  { subjectHash, configurationIds }: EligibilityInput,
  dependencies: IssuerDependencies,
): Promise<void> {
  checkConfigurationIds(configurationIds)
  const citizen = await loadCitizen(subjectHash, dependencies.register)
  for (const id of configurationIds)
    buildClaims(credentialConfigurations.get(id)!.type.id, citizen, claimsContext(dependencies))
}
