import type { JsonObject } from '@bai/credential'
import type { Derivation } from '../derivation/derivation.ts'
import type { DerivationDependencies, PresentedCredential } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { type CreatedOffer, createOffer } from './create-offer.ts'
import { keepDossier } from './keep-dossier.ts'

export type OfferAtCounterInput = {
  readonly derivation: Derivation
  /** What staff read from the documents on the counter, by the id of the credential query. */
  readonly checked: Readonly<Record<string, JsonObject>>
  readonly actor: string
  /** Goes into the audit log. */
  readonly reason: string
}

/**
 * Offers a derived credential to somebody who has no wallet and puts their documents on the counter: to be printed there.
 * The derivation has to allow it, and says what such a check is worth. What staff have seen takes the place of what is
 * presented, so the credential says that it rests on a check by this agency, and is revoked by hand alone.
 *
 * @throws IssuerError `counter_not_allowed`, and those of `keepDossier`
 */
export async function offerAtCounter(
  { derivation, checked, actor, reason }: OfferAtCounterInput,
  derivations: DerivationDependencies,
  dependencies: IssuerDependencies,
): Promise<CreatedOffer> {
  const { configuration, credentialSigner } = dependencies
  const { type, query, counter } = derivation
  if (counter === undefined) {
    const message = 'This is given only to whoever presents what it rests on; its derivation allows no check by staff.'
    throw new IssuerError('counter_not_allowed', message, {})
  }
  if (configuration.haip) {
    const message =
      'Under HAIP what is issued goes to attested wallets only, and nothing can be printed at the counter.'
    throw new IssuerError('counter_not_allowed', message, {})
  }
  const credentials = query.credentials.flatMap((asked): readonly PresentedCredential[] => {
    const claims = Object.hasOwn(checked, asked.id) ? checked[asked.id] : undefined
    if (claims === undefined || asked.format !== 'dc+sd-jwt') return []
    return [
      {
        queryId: asked.id,
        vct: asked.meta.vct_values[0] ?? '',
        claims,
        issuer: { id: credentialSigner.did, name: configuration.name },
        level: counter.level,
        status: undefined,
        expiresAt: undefined,
      },
    ]
  })
  const claimsLifetimeSeconds = configuration.offerLifetimeSeconds + configuration.accessTokenLifetimeSeconds
  const decision = { outcome: 'accepted', code: 'checked_at_counter', credentials } as const
  const subjectHash = await keepDossier({ derivation, decision, claimsLifetimeSeconds }, derivations, dependencies)
  return createOffer({ subjectHash, configurationIds: [type.id], withTxCode: false, actor, reason }, dependencies)
}
