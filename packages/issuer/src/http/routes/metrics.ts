import { type RequestHandler, Router } from 'express'
import type { IssuerMetrics } from '../../operation-ports.ts'
import { bearerToken } from '../bearer-token.ts'
import { type OperatorOnlyDependencies, operatorOnly } from '../operator-only.ts'

export type MetricsDependencies = OperatorOnlyDependencies & {
  readonly metrics: IssuerMetrics
  /** Hash of a token that may read metrics and nothing else: what scrapes should not be able to revoke. */
  readonly metricsTokenHash: string | undefined
}

/** `GET /metrics`, in the text format of Prometheus, for whoever has the operator's token or that for metrics. */
export function metricsRoutes(dependencies: MetricsDependencies): Router {
  const router = Router()
  router.get('/metrics', metricsOnly(dependencies), async (_request, response) => {
    response.set('content-type', dependencies.metrics.contentType).send(await dependencies.metrics.text())
  })
  return router
}

function metricsOnly(dependencies: MetricsDependencies): RequestHandler {
  const { metricsTokenHash, secrets } = dependencies
  const operator = operatorOnly(dependencies)
  return (request, response, next) => {
    const token = bearerToken(request)
    const mayRead =
      token !== undefined && metricsTokenHash !== undefined && secrets.equal(secrets.tokenHash(token), metricsTokenHash)
    if (mayRead) return next()
    // What it refuses with is a rejection, which express looks for in what is returned.
    return operator(request, response, next)
  }
}
