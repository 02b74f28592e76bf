import express, { Router } from 'express'
import * as z from 'zod'
import { AGENCY_SCOPES, type AgencyKey } from '../../face-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { createAgencyKey } from '../../use-cases/create-agency-key.ts'
import { revokeAgencyKey } from '../../use-cases/revoke-agency-key.ts'
import { lineField } from '../line-field.ts'
import { actorOfRequest } from '../operator-only.ts'
import { parseBody } from '../parse-body.ts'

const CreationSchema = z.strictObject({
  agency: lineField(3, 100),
  scopes: z.array(z.enum(AGENCY_SCOPES)).min(1).max(10),
  quota_per_day: z.int().min(1).max(10_000_000).default(1000),
  rate_per_minute: z.int().min(1).max(10_000).default(60),
  lifetime_days: z.int().min(1).max(730).default(90),
})
const RevocationSchema = z.strictObject({ reason: lineField(3, 200) })

/** The operator's: keys of agencies. The key itself is in the answer to its creation and nowhere else. */
export function agencyKeyRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  const path = '/operator/agency-keys'
  router.post(path, express.json({ limit: '10kb' }), async (request, response) => {
    const body = parseBody(CreationSchema, request.body)
    const { key, token } = await createAgencyKey(
      {
        agency: body.agency,
        scopes: [...new Set(body.scopes)],
        quotaPerDay: body.quota_per_day,
        ratePerMinute: body.rate_per_minute,
        lifetimeDays: body.lifetime_days,
        actor: actorOfRequest(response),
      },
      dependencies,
    )
    response.status(201).json({ key: token, ...describe(key) })
  })
  router.get(path, async (_request, response) => {
    response.json({ agency_keys: (await dependencies.agencyKeys.list()).map(describe) })
  })
  router.post(`${path}/:id/revocation`, express.json({ limit: '10kb' }), async (request, response) => {
    const { reason } = parseBody(RevocationSchema, request.body)
    await revokeAgencyKey({ id: request.params['id'] ?? '', reason, actor: actorOfRequest(response) }, dependencies)
    response.json({ revoked: true })
  })
  return router
}

function describe({ id, agency, scopes, quotaPerDay, ratePerMinute, createdAt, expiresAt, revokedAt }: AgencyKey) {
  return {
    id,
    agency,
    scopes,
    quota_per_day: quotaPerDay,
    rate_per_minute: ratePerMinute,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    revoked_at: revokedAt?.toISOString() ?? null,
  }
}
