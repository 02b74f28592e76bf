import { STATUS_LIST_TYP } from '@bai/credential'
import { type Request, type Response, Router } from 'express'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import type { PublishedList } from '../../status-ports.ts'

type Dependencies = Pick<IssuerDependencies, 'statusPublisher' | 'configuration'>
type Content = Pick<PublishedList, 'bytes' | 'gzip' | 'etag'>

const STATUS_LIST_TYPE = `application/${STATUS_LIST_TYP}`

/**
 * `GET /status-lists` and `GET /status-lists/:id` (draft-ietf-oauth-status-list, sections 8.1, 8.2 and 9.3), from memory.
 * Open to all and from any origin: who asks for a list is nobody's business.
 */
export function statusRoutes({ statusPublisher, configuration }: Dependencies): Router {
  const router = Router()
  // A cache may keep a list for a period, after which there may be a newer one, and never beyond its ttl.
  const maxAge = Math.min(configuration.statusPublicationSeconds, configuration.statusListTtlSeconds)
  const cacheControl = `public, max-age=${maxAge}`
  const answer = (request: Request, response: Response, type: string, content: Content) => {
    response.set({
      'cache-control': cacheControl,
      etag: content.etag,
      vary: 'Accept, Accept-Encoding',
    })
    if (!request.accepts(type)) {
      response.set('cache-control', 'no-store')
      throw new IssuerError('answer_not_acceptable', `This is there as ${type} only.`, { expected: type })
    }
    if (isNamed(content.etag, request.get('if-none-match'))) {
      response.status(304).end()
      return
    }
    const gzip = request.acceptsEncodings('gzip', 'identity') === 'gzip'
    response.set({ 'content-type': type, ...(gzip && { 'content-encoding': 'gzip' }) })
    response.send(gzip ? content.gzip : content.bytes)
  }
  router.get('/status-lists', (request, response) => {
    answer(request, response, 'application/json', statusPublisher.aggregation())
  })
  router.get('/status-lists/:id', async (request, response) => {
    const { id } = request.params
    const list = /^[1-9]\d{0,8}$/.test(id) ? await statusPublisher.find(Number(id)) : undefined
    if (list === undefined) throw new IssuerError('status_list_unknown', 'There is no such status list.', {})
    answer(request, response, STATUS_LIST_TYPE, list)
  })
  return router
}

/** `If-None-Match` compares weakly (RFC 9110, section 13.1.2): with and without `W/` are the same. */
function isNamed(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  const opaque = etag.replace(/^W\//, '')
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === opaque)
}
