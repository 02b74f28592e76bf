import express, { Router } from 'express'
import * as z from 'zod'
import type { EnrolmentRecord } from '../../enrolment-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { decideReview, showEnrolment } from '../../use-cases/review-enrolments.ts'
import { dataUrl } from '../data-url.ts'
import { lineField } from '../line-field.ts'
import { actorOfRequest } from '../operator-only.ts'
import { parseBody } from '../parse-body.ts'
import { readEnrolmentId } from '../read-enrolment-id.ts'

const LIST_LIMIT = 200
const ListSchema = z.strictObject({ state: z.enum(['review', 'approved', 'refused', 'failed']).default('review') })
const DecisionSchema = z.strictObject({
  decision: z.enum(['approve', 'refuse']),
  reason: lineField(3, 200),
})

/** The registrar's: enrolments that a person has to look at. Pictures are shown while a review is open, and then there are none. */
export function enrolmentReviewRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  const path = '/operator/enrolments'
  router.get(path, async (request, response) => {
    const { state } = parseBody(ListSchema, request.query)
    response.json({ enrolments: (await dependencies.reviews.list(state, LIST_LIMIT)).map(describe) })
  })
  router.get(`${path}/:id`, async (request, response) => {
    const shown = await showEnrolment(
      { id: readEnrolmentId(request.params['id']), actor: actorOfRequest(response) },
      dependencies,
    )
    const portraits = shown.portraits && {
      register: shown.portraits.register === undefined ? null : dataUrl(shown.portraits.register),
      selfie: dataUrl(shown.portraits.selfie),
    }
    response.json({ ...describe(shown.record), ...(portraits && { portraits }) })
  })
  router.post(`${path}/:id/decision`, express.json({ limit: '10kb' }), async (request, response) => {
    const id = readEnrolmentId(request.params['id'])
    const { decision, reason } = parseBody(DecisionSchema, request.body)
    const outcome = decision === 'approve' ? 'approved' : 'refused'
    response.json(describe(await decideReview({ id, outcome, reason, actor: actorOfRequest(response) }, dependencies)))
  })
  return router
}

/** Without the hash of the number: whoever decides sees who it is on the portraits, and no list can be put together. */
function describe(record: EnrolmentRecord) {
  return {
    enrolment_id: record.id,
    purpose: record.purpose,
    credential_types: record.configurationIds,
    outcome: record.outcome,
    code: record.code ?? null,
    review_code: record.reviewCode ?? null,
    created_at: record.createdAt.toISOString(),
    review_expires_at: record.reviewExpiresAt?.toISOString() ?? null,
    decided_at: record.decidedAt?.toISOString() ?? null,
    decided_by: record.decidedBy ?? null,
    decision_reason: record.decisionReason ?? null,
    evidence: {
      percent: record.percent ?? null,
      operating_point: record.operatingPoint ?? null,
      profile: record.profile ?? null,
      model_hash: record.modelHash ?? null,
      liveness: record.liveness ?? null,
      laser_code: record.withLaserCode,
      consent: { ...record.consent, given_at: record.consentedAt.toISOString() },
    },
  }
}
