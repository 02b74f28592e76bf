import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { embedRoutes } from './embed-routes.ts'
import { OnlineError } from './online-errors.ts'
import { openToPages } from './open-to-pages.ts'
import { verifierOpenapi } from './openapi.ts'
import { createProblemHandler } from './problem.ts'
import { type RelyingPartyDependencies, relyingPartyRoutes } from './relying-party-routes.ts'
import { walletRoutes } from './wallet-routes.ts'

export type OnlineAppDependencies = RelyingPartyDependencies & {
  readonly trustedProxies: number
  readonly requestsPerMinute: number
  readonly report: (error: unknown) => void
  /** Pages beside the service, each with the security headers of its own. */
  readonly pages: readonly (readonly [path: string, Router])[]
}

/** The verifier's HTTP surface. What has no route is 404. */
export function createOnlineApp(dependencies: OnlineAppDependencies): Express {
  const app = express()
  app.set('etag', false)
  app.set('x-powered-by', false)
  app.set('trust proxy', dependencies.trustedProxies)
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  for (const [path, router] of dependencies.pages) app.use(path, router)
  app.use(helmet())
  // Before the ceiling too: a page is not shown a refusal that does not say it may be.
  app.use(['/vp', '/embed.js'], openToPages)
  app.use(rateLimit(dependencies.requestsPerMinute))
  app.use(embedRoutes(dependencies))
  app.get('/openapi.json', (_request, response) => void response.json(verifierOpenapi(dependencies.publicUrl)))
  app.use(walletRoutes(dependencies))
  app.use(relyingPartyRoutes(dependencies))
  app.use((_request, response) => void response.status(404).json({ error: 'not_found' }))
  app.use(createProblemHandler(dependencies.report))
  return app
}

function rateLimit(requestsPerMinute: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 })
  return async (request, _response, next) => {
    const refused = await limiter.consume(request.ip ?? '').then(
      () => undefined,
      () =>
        new OnlineError('rate_limited', 'Too many calls from this address; wait a minute.', { retryAfterSeconds: 60 }),
    )
    next(refused)
  }
}
