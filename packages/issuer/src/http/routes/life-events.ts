import express, { Router } from 'express'
import type { LifeEventCounts } from '../../registry/apply-life-events.ts'
import type { RegisterFormat } from '../../registry/read-source.ts'
import { actorOfRequest } from '../operator-only.ts'
import { formatOf, REGISTER_TYPES } from '../register-format.ts'

export type LifeEventDependencies = {
  readonly applyLifeEvents: (text: string, format: RegisterFormat, actor: string) => Promise<LifeEventCounts>
}

/** `POST /operator/life-events`: what has happened to people of the register, as JSON Lines or CSV. All of it or none. */
export function lifeEventRoutes(dependencies: LifeEventDependencies): Router {
  const router = Router()
  const path = '/operator/life-events'
  router.post(path, express.text({ type: REGISTER_TYPES, limit: '64mb' }), async (request, response) => {
    const text = typeof request.body === 'string' ? request.body : ''
    response.json(await dependencies.applyLifeEvents(text, formatOf(request), actorOfRequest(response)))
  })
  return router
}
