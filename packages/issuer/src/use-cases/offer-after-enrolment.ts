import type { IssuerDependencies } from '../ports.ts'
import type { AfterEnrolment } from './complete-enrolment.ts'
import { type CreatedOffer, createOffer } from './create-offer.ts'

export type EnrolmentOffer = CreatedOffer & { readonly outcome: 'approved' | 'review'; readonly enrolmentId: string }

const DAY_SECONDS = 86_400

/**
 * What follows on an enrolment by default: an offer. That of a review is as good as long as the review can take; what its
 * wallet gets for it depends on what the registrar decides.
 *
 * @throws IssuerError `citizen_not_eligible`, to somebody who has shown who they are
 */
export function offerAfterEnrolment(dependencies: IssuerDependencies): AfterEnrolment<EnrolmentOffer> {
  return async ({ enrolmentId, subjectHash, outcome, configurationIds }) => {
    const { reviewLifetimeDays, offerLifetimeSeconds } = dependencies.configuration
    const offer = await createOffer(
      {
        subjectHash,
        configurationIds,
        withTxCode: true,
        actor: 'enrolment',
        reason: 'enrolment',
        enrolmentId,
        lifetimeSeconds: outcome === 'review' ? reviewLifetimeDays * DAY_SECONDS : offerLifetimeSeconds,
      },
      dependencies,
    )
    return { ...offer, outcome, enrolmentId }
  }
}
