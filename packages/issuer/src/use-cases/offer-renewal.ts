import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { type CreatedOffer, createOffer } from './create-offer.ts'

export type OfferRenewalInput = { readonly id: string; readonly actor: string }

/**
 * Offers somebody the successors of credentials that were revoked because the register changed (ARF, VCR_09), without a
 * new enrolment: who they are has not changed. For those whose wallet has no grant to fetch them with.
 *
 * @throws IssuerError `renewal_not_found`, and those of `createOffer`
 */
export async function offerRenewal(
  { id, actor }: OfferRenewalInput,
  dependencies: IssuerDependencies,
): Promise<CreatedOffer> {
  const { renewals, now } = dependencies
  const renewal = await renewals.find(id)
  if (renewal === undefined) throw new IssuerError('renewal_not_found', 'There is no such renewal.', {})
  const { subjectHash, configurationIds, reason } = renewal
  const offer = await createOffer(
    { subjectHash, configurationIds, withTxCode: true, actor, reason: `renewal:${reason}` },
    dependencies,
  )
  await renewals.markOffered(id, now())
  return offer
}
