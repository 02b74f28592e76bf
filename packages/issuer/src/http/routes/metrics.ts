import { Router } from 'express'
import type { FaceMetrics } from '../../face-ports.ts'
import { type OperatorOnlyDependencies, operatorOnly } from '../operator-only.ts'

/** `GET /metrics`, in the text format of Prometheus, for whoever has the operator's token. */
export function metricsRoutes(dependencies: OperatorOnlyDependencies & { readonly faceMetrics: FaceMetrics }): Router {
  const router = Router()
  router.get('/metrics', operatorOnly(dependencies), async (_request, response) => {
    response.set('content-type', dependencies.faceMetrics.contentType).send(await dependencies.faceMetrics.text())
  })
  return router
}
