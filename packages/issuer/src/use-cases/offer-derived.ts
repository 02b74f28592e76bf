import type { IssuerConfiguration } from '../configuration.ts'
import type { Derivation } from '../derivation/derivation.ts'
import type { DerivationDependencies, DeskDecision } from '../derivation-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import { createOffer } from './create-offer.ts'
import { keepDossier } from './keep-dossier.ts'

export type DerivedOffer = {
  readonly offerUri: string
  readonly expiresAt: Date
}

/**
 * Makes an offer of a derived credential to whoever has just presented what it rests on. It goes back as the answer to that
 * presentation, and so to the same wallet and to nobody else.
 *
 * @throws IssuerError those of `keepDossier`
 */
export async function offerDerived(
  derivation: Derivation,
  decision: DeskDecision,
  derivations: DerivationDependencies,
  dependencies: IssuerDependencies,
): Promise<DerivedOffer> {
  const claimsLifetimeSeconds = secondsToFetch(dependencies.configuration)
  const subjectHash = await keepDossier({ derivation, decision, claimsLifetimeSeconds }, derivations, dependencies)
  const configurationIds = [derivation.type.id]
  const offer = { subjectHash, configurationIds, withTxCode: false, actor: 'derivation', reason: derivation.type.id }
  const { offerUri, expiresAt } = await createOffer({ ...offer, isSignedIn: true }, dependencies)
  return { offerUri, expiresAt }
}

/** From the offer to the credential, at most; under HAIP by way of an authorization request and its code. */
function secondsToFetch(configuration: IssuerConfiguration): number {
  const { haip, offerLifetimeSeconds, accessTokenLifetimeSeconds } = configuration
  const { authorizationRequestLifetimeSeconds, authorizationCodeLifetimeSeconds } = configuration
  const authorization = haip ? authorizationRequestLifetimeSeconds + authorizationCodeLifetimeSeconds : 0
  return offerLifetimeSeconds + authorization + accessTokenLifetimeSeconds
}
