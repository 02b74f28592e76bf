import express, { Router } from 'express'
import * as z from 'zod'
import type { IssuerDependencies } from '../../ports.ts'
import { revokeOwnCredentials } from '../../use-cases/revoke-own-credentials.ts'
import { parseBody } from '../parse-body.ts'

const RevocationSchema = z.strictObject({ proof: z.string().min(1).max(10_000) })

/** `POST /revocations`: a holder revokes, with a proof by the key of the credential. */
export function revocationRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.post('/revocations', express.json({ limit: '20kb' }), async (request, response) => {
    const { proof } = parseBody(RevocationSchema, request.body)
    response.json({ revoked: await revokeOwnCredentials(proof, dependencies) })
  })
  return router
}
