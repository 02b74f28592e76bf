import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

export type EligibilityInput = { readonly subjectHash: string; readonly configurationIds: readonly string[] }

/** @throws IssuerError `credential_configuration_unknown` */
export function checkConfigurationIds(
  configurationIds: readonly string[],
  { catalogue }: Pick<IssuerDependencies, 'catalogue'>,
): void {
  if (configurationIds.length > 0 && configurationIds.every((id) => catalogue.has(id))) return
  const message = `Credential configurations are ${[...catalogue.keys()].join(', ')}.`
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
  checkConfigurationIds(configurationIds, dependencies)
  const { catalogue, claimsSource } = dependencies
  for (const id of configurationIds) await claimsSource.claimsOf(subjectHash, catalogue.get(id)!)
}
