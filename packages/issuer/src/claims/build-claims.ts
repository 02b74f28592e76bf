import { houseRegistration, type JsonObject, nationalIdCard } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { PERSON_STATUSES } from '../registry/person-status.ts'
import { buildHouseRegistrationClaims } from './house-registration-claims.ts'
import { buildIdCardClaims } from './id-card-claims.ts'
import type { Citizen } from './load-citizen.ts'

export type ClaimsContext = {
  readonly issuingAuthority: string
  readonly now: Date
}

/** What claims rest on beside the register. */
export function claimsContext({
  configuration,
  now,
}: Pick<IssuerDependencies, 'configuration' | 'now'>): ClaimsContext {
  return { issuingAuthority: configuration.name.en, now: now() }
}

/**
 * The claims of a credential about a citizen, as the register has them at this moment.
 *
 * @throws IssuerError `citizen_not_eligible`, `credential_configuration_unknown`
 */
export function buildClaims(configurationId: string, citizen: Citizen, context: ClaimsContext): JsonObject {
  if (PERSON_STATUSES[citizen.person.status.code]?.present !== true) {
    const message = 'The register says that this person is not present: no credential is issued.'
    throw new IssuerError('citizen_not_eligible', message, { type: configurationId, reason: 'status' })
  }
  if (configurationId === nationalIdCard.id) return buildIdCardClaims(citizen, context)
  if (configurationId === houseRegistration.id) return buildHouseRegistrationClaims(citizen, context)
  throw new IssuerError('credential_configuration_unknown', 'This issuer has no such credential configuration.', {})
}
