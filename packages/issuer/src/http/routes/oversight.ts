import { thaiDay } from '@bai/credential'
import express, { Router } from 'express'
import * as z from 'zod'
import type { IssuerDependencies } from '../../ports.ts'
import { countStatistics } from '../../use-cases/count-statistics.ts'
import { lookUpCitizen } from '../../use-cases/look-up-citizen.ts'
import { actorOfRequest } from '../operator-only.ts'
import { operatorOpenapi } from '../operator-openapi.ts'
import { parseBody } from '../parse-body.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'

const SearchSchema = z.strictObject({ citizen_number: z.string().min(13).max(30) })
const AuditSchema = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD')
const StatisticsSchema = z.strictObject({ from: day.optional(), to: day.optional() })

/** Looking somebody up, the audit log, and counts. The number of a citizen is in a body and never in an address. */
export function oversightRoutes(dependencies: IssuerDependencies): Router {
  const { auditReader, now } = dependencies
  const router = Router()
  router.post('/operator/citizens/search', express.json({ limit: '10kb' }), async (request, response) => {
    const citizenNumber = readCitizenNumber(parseBody(SearchSchema, request.body).citizen_number)
    const found = await lookUpCitizen({ citizenNumber, actor: actorOfRequest(response) }, dependencies)
    const { person, credentials, enrolments, grants, renewals } = found
    response.json({
      name: person.names,
      status: person.status.code,
      has_card: person.hasCard,
      has_portrait: person.hasPortrait,
      credentials: credentials.map(({ configurationId, state, reason, count, validUntil }) => {
        const valid_until = validUntil.toISOString()
        return { type: configurationId, state, reason: reason ?? null, count, valid_until }
      }),
      enrolments: enrolments.map(({ id, outcome, createdAt }) => ({
        enrolment_id: id,
        outcome,
        created_at: createdAt.toISOString(),
      })),
      wallets: grants.map(({ clientId, createdAt, revokedAt }) => {
        const revoked_at = revokedAt?.toISOString() ?? null
        return { client_id: clientId ?? null, created_at: createdAt.toISOString(), revoked_at }
      }),
      renewals,
    })
  })
  router.get('/operator/audit', async (request, response) => {
    const { before, limit } = parseBody(AuditSchema, request.query)
    const entries = await auditReader.list(before, limit)
    response.json({ entries: entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })) })
  })
  router.get('/operator/audit/check', async (_request, response) => {
    const { entries, firstBroken } = await auditReader.check()
    response.json({ entries, intact: firstBroken === undefined, first_broken: firstBroken ?? null })
  })
  router.get('/operator/statistics', async (request, response) => {
    const { from, to } = parseBody(StatisticsSchema, request.query)
    const days = { from: from ?? thaiDay(new Date(now().getTime() - 30 * 86_400_000)), to: to ?? thaiDay(now()) }
    const counts = await countStatistics(days, dependencies)
    response.json({
      ...days,
      counts: counts.map(({ of, province, ...row }) => ({ ...row, of: of ?? null, province: province ?? null })),
    })
  })
  router.get('/operator/openapi.json', (_request, response) => {
    response.json(operatorOpenapi(dependencies.configuration.credentialIssuer))
  })
  return router
}
