import { fileURLToPath } from 'node:url'
import { Router } from 'express'
import { renderSVG } from 'uqr'
import { OnlineError } from './online-errors.ts'
import type { OnlineVerifierDependencies } from './online-verifier.ts'
import { requestAddress } from './request-object.ts'

const SCRIPT = fileURLToPath(new URL('../../public/bai-presentation.js', import.meta.url))

/** For pages of others: the element that shows a request, and its QR code. */
export function embedRoutes({ store, identity }: OnlineVerifierDependencies): Router {
  const router = Router()
  router.get('/embed.js', (_request, response) => {
    response.set('cache-control', 'public, max-age=3600').type('text/javascript').sendFile(SCRIPT)
  })
  router.get('/vp/qr/:handle', async (request, response) => {
    const record = store.byHandle(request.params.handle)
    if (record === undefined) throw new OnlineError('request_unknown', 'There is no such request.', {})
    const svg = renderSVG(await requestAddress(record, identity), { ecc: 'L', border: 2 })
    response.set('cache-control', 'no-store').type('image/svg+xml').send(svg)
  })
  return router
}
