import express, { Router } from 'express'
import * as z from 'zod'
import type { IssuerKey } from '../../key-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { activateKey, announceKey, certifyKey, retireKey } from '../../use-cases/rotate-keys.ts'
import { actorOfRequest } from '../operator-only.ts'
import { parseBody } from '../parse-body.ts'

const CertificatesSchema = z.strictObject({ pem: z.string().min(1).max(50_000) })

/** The issuer's keys and their rotation: announced, certified, active, retired. For operators. */
export function issuerKeyRoutes(dependencies: IssuerDependencies): Router {
  const { keys } = dependencies.credentialSigner
  const router = Router()
  router.get('/operator/issuer-keys', async (_request, response) => {
    response.json({ keys: (await keys.list()).map(describe) })
  })
  router.post('/operator/issuer-keys', async (_request, response) => {
    response.status(201).json(describe(await announceKey(actorOfRequest(response), dependencies)))
  })
  router.get('/operator/issuer-keys/:kid/certificate-request', async (request, response) => {
    response.json({ pem: await keys.certificateRequest(request.params.kid) })
  })
  router.post('/operator/issuer-keys/:kid/certificates', express.json({ limit: '60kb' }), async (request, response) => {
    const { pem } = parseBody(CertificatesSchema, request.body)
    response.json(
      describe(await certifyKey({ kid: request.params.kid, pem, actor: actorOfRequest(response) }, dependencies)),
    )
  })
  router.post('/operator/issuer-keys/:kid/activation', async (request, response) => {
    response.json(
      describe(await activateKey({ kid: request.params.kid, actor: actorOfRequest(response) }, dependencies)),
    )
  })
  router.post('/operator/issuer-keys/:kid/retirement', async (request, response) => {
    response.json(describe(await retireKey({ kid: request.params.kid, actor: actorOfRequest(response) }, dependencies)))
  })
  return router
}

function describe({ kid, state, announcedAt, activeFrom, activeUntil, retiredAt, certificates }: IssuerKey) {
  return {
    kid,
    state,
    announced_at: announcedAt.toISOString(),
    active_from: activeFrom?.toISOString() ?? null,
    active_until: activeUntil?.toISOString() ?? null,
    retired_at: retiredAt?.toISOString() ?? null,
    certificates: certificates ?? [],
  }
}
