import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { type CredentialOffer, preAuthorizedOffer } from './credential-offer.ts'

/**
 * The credential offer behind a reference, while it can be taken up. Its code is made from the reference again, for the
 * database holds neither.
 *
 * @throws IssuerError `offer_unknown`
 */
export async function findOffer(
  reference: string,
  { offers, secrets, configuration, now }: IssuerDependencies,
): Promise<CredentialOffer> {
  const code = secrets.offerCode(reference)
  const offer = await offers.decide(secrets.tokenHash(code), now(), () => 'leave')
  if (offer === undefined || offer.redeemed || offer.voided || offer.expiresAt <= now()) {
    throw new IssuerError(
      'offer_unknown',
      'This offer is unknown, was taken up, or has expired; ask for a new one.',
      {},
    )
  }
  const { configurationIds, txCodeHash } = offer
  return preAuthorizedOffer({ configurationIds, code, withTxCode: txCodeHash !== undefined }, configuration)
}
