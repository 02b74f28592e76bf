import express, { Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import { OPERATOR_ROLES, type StoredOperator } from '../../operator-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { createOperator } from '../../use-cases/create-operator.ts'
import { lineField } from '../line-field.ts'
import { actorOfRequest } from '../operator-only.ts'
import { parseBody } from '../parse-body.ts'

const CreationSchema = z.strictObject({
  name: lineField(2, 100),
  role: z.enum(OPERATOR_ROLES),
  lifetime_days: z.int().min(1).max(365).default(90),
})

const RevocationSchema = z.strictObject({ reason: lineField(3, 200) })

/** People who work with the issuer. The token is in the answer to its creation and nowhere else. */
export function operatorsRoutes(dependencies: IssuerDependencies): Router {
  const { operators, audit, now } = dependencies
  const router = Router()
  router.get('/operator/operators', async (_request, response) => {
    response.json({ operators: (await operators.list()).map(describe) })
  })
  router.post('/operator/operators', express.json({ limit: '10kb' }), async (request, response) => {
    const { name, role, lifetime_days: lifetimeDays } = parseBody(CreationSchema, request.body)
    const actor = actorOfRequest(response)
    const { operator, token } = await createOperator({ name, role, lifetimeDays, actor }, dependencies)
    response.status(201).json({ token, ...describe(operator) })
  })
  router.post('/operator/operators/:id/revocation', express.json({ limit: '10kb' }), async (request, response) => {
    const { id } = request.params
    const { reason } = parseBody(RevocationSchema, request.body)
    if (!(await operators.revoke(id, now())))
      throw new IssuerError('operator_not_found', 'There is no such operator, or they were revoked before.', {})
    await audit.append(
      { actor: actorOfRequest(response), action: 'operator_revoked', detail: { operator: id, reason } },
      now(),
    )
    response.json({ revoked: true })
  })
  return router
}

function describe({ id, name, role, createdAt, expiresAt, revokedAt }: StoredOperator) {
  return {
    id,
    name,
    role,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    revoked_at: revokedAt?.toISOString() ?? null,
  }
}
