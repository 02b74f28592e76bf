import { Router } from 'express'
import type { Readiness } from '../../operation-ports.ts'

/**
 * `GET /healthz`: the process answers, whatever it depends on. `GET /readyz`: it should be sent requests; if not, 503 with
 * the names of what is missing, and nothing that tells more of it. `/health` is what `/healthz` was called before.
 */
export function healthRoutes({ readiness }: { readonly readiness: Readiness }): Router {
  const router = Router()
  for (const path of ['/healthz', '/health']) {
    router.get(path, (_request, response) => {
      response.set('cache-control', 'no-store').json({ status: 'ok' })
    })
  }
  router.get('/readyz', async (_request, response) => {
    const missing = await readiness.missing()
    response.set('cache-control', 'no-store').status(missing.length === 0 ? 200 : 503)
    response.json(missing.length === 0 ? { status: 'ready' } : { status: 'not_ready', missing })
  })
  return router
}
