import { Router } from 'express'
import type { IssuerDependencies } from '../../ports.ts'
import { offerRenewal } from '../../use-cases/offer-renewal.ts'
import { actorOfRequest } from '../operator-only.ts'

/** More are listed when some of these are offered. */
const LISTED = 1000

/** The operator's: who lost credentials to a change of the register, and offers of the new ones. */
export function renewalRoutes(dependencies: IssuerDependencies): Router {
  const { renewals } = dependencies
  const router = Router()
  const path = '/operator/renewals'
  router.get(path, async (_request, response) => {
    const pending = await renewals.pending(LISTED)
    response.json({
      renewals: pending.map(({ id, subjectHash, configurationIds, reason, createdAt }) => ({
        id,
        subject: subjectHash,
        types: configurationIds,
        reason,
        created_at: createdAt.toISOString(),
      })),
    })
  })
  router.post(`${path}/:id/offer`, async (request, response) => {
    const offer = await offerRenewal({ id: request.params.id, actor: actorOfRequest(response) }, dependencies)
    response.status(201).json({
      offer_uri: offer.offerUri,
      tx_code: offer.txCode,
      expires_at: offer.expiresAt.toISOString(),
    })
  })
  return router
}
