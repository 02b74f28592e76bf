import { Router } from 'express'
import type { IssuerDependencies } from '../../ports.ts'

type Dependencies = Pick<IssuerDependencies, 'statusPublisher'>

/** The operator's: publish status lists now and not at the next period, and see how far the publication is. */
export function statusPublicationRoutes(dependencies: Dependencies): Router {
  const { statusPublisher } = dependencies
  const router = Router()
  const path = '/operator/status-publications'
  const describe = () => {
    const { lists, lastPublishedAt, lastPassAt } = statusPublisher.state()
    return {
      lists,
      last_published_at: lastPublishedAt?.toISOString() ?? null,
      last_pass_at: lastPassAt?.toISOString() ?? null,
    }
  }
  router.get(path, (_request, response) => {
    response.json(describe())
  })
  router.post(path, async (_request, response) => {
    await statusPublisher.publish()
    response.json(describe())
  })
  return router
}
