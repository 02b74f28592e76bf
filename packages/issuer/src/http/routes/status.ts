import { STATUS_LIST_TYP } from '@bai/credential'
import { Router } from 'express'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { publishStatusList, statusListUri } from '../../use-cases/publish-status-list.ts'

/**
 * `GET /status-lists` and `GET /status-lists/:id` (draft-ietf-oauth-status-list, sections 8.1 and 9.3). Open to all and
 * from any origin: who asks for a list is nobody's business.
 */
export function statusRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.get('/status-lists', async (_request, response) => {
    const ids = await dependencies.statusLists.ids()
    response.set('access-control-allow-origin', '*')
    response.json({ status_lists: ids.map((id) => statusListUri(id, dependencies.configuration)) })
  })
  router.get('/status-lists/:id', async (request, response) => {
    const { id } = request.params
    if (!/^\d{1,9}$/.test(id)) throw new IssuerError('status_list_unknown', 'There is no such status list.', {})
    const token = await publishStatusList(Number(id), dependencies)
    response.set({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'content-type': `application/${STATUS_LIST_TYP}`,
    })
    response.send(Buffer.from(token, 'ascii'))
  })
  return router
}
