import { Router } from 'express'
import type { IssuerDependencies } from '../../ports.ts'
import { findOffer } from '../../use-cases/find-offer.ts'

/** `GET /credential-offers/:reference` (OpenID4VCI 1.0, section 4.1.3). Whoever has the reference has the offer. */
export function offerRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.get('/credential-offers/:reference', async (request, response) => {
    response.json(await findOffer(request.params.reference, dependencies))
  })
  return router
}
