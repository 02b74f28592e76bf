import { createRequire } from 'node:module'
import type { JsonObject } from '@bai/credential'
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { FaceComparison, FaceVerificationDependencies } from '../../face-ports.ts'
import { answerOnce } from '../../use-cases/answer-once.ts'
import { atTheCostOfQuota } from '../../use-cases/at-the-cost-of-quota.ts'
import { comparePictures } from '../../use-cases/compare-pictures.ts'
import { verifyFace } from '../../use-cases/verify-face.ts'
import { createAdmissionGate } from '../admission-gate.ts'
import { agencyOnly } from '../agency-only.ts'
import { authenticatedRequestOf, beginFaceRequest, faceRequestOf, labelsOf } from '../face-request.ts'
import { idempotencyKey } from '../idempotency-key.ts'
import { onTheGrid } from '../on-the-grid.ts'
import { parseBody } from '../parse-body.ts'
import { asIssuerError } from '../problem.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'
import { FaceComparisonSchema, FaceVerificationSchema, MAX_IMAGE_CHARACTERS } from './face-schemas.ts'

/** Images, and a little for the rest. */
const bodyLimit = (images: number) => images * MAX_IMAGE_CHARACTERS + 10_000

/**
 * `POST /v1/face-verifications` and `POST /v1/face-comparisons`, for agencies. What comes first costs least: key, rate and
 * place are looked at before the body is read. Refusals are thrown; `createProblemHandler` writes them.
 */
export function faceVerificationRoutes(dependencies: FaceVerificationDependencies): Router {
  const { configuration, timer, faceMetrics } = dependencies
  const gate = createAdmissionGate(dependencies)
  const router = Router()
  const description: unknown = createRequire(import.meta.url)('@bai/issuer/openapi.json')
  router.get('/v1/openapi.json', (_request, response) => {
    response.set('access-control-allow-origin', '*').json(description)
  })

  router.post(
    '/v1/face-verifications',
    beginFaceRequest('face-verifications', dependencies),
    agencyOnly('faces:verify', dependencies),
    gate.admit,
    express.json({ limit: bodyLimit(1) }),
    (request, response) =>
      gate.working(response, async () => {
        const body = parseBody(FaceVerificationSchema, request.body)
        const parsed = {
          citizenNumber: readCitizenNumber(body.citizen_number),
          image: Buffer.from(body.image, 'base64'),
          purpose: body.purpose,
          consentReference: body.consent_reference,
          agencyKey: authenticatedRequestOf(response).agencyKey,
        }
        const answer = await onTheGrid(configuration.faceAnswerGridMilliseconds, timer, () =>
          compareOnce({ request, response, body }, dependencies, () => verifyFace(parsed, dependencies)),
        )
        response.json(answer)
      }),
  )

  router.post(
    '/v1/face-comparisons',
    beginFaceRequest('face-comparisons', dependencies),
    agencyOnly('faces:compare', dependencies),
    gate.admit,
    express.json({ limit: bodyLimit(2) }),
    (request, response) =>
      gate.working(response, async () => {
        const body = parseBody(FaceComparisonSchema, request.body)
        const parsed = {
          first: Buffer.from(body.first_image, 'base64'),
          second: Buffer.from(body.second_image, 'base64'),
          purpose: body.purpose,
          consentReference: body.consent_reference,
          agencyKey: authenticatedRequestOf(response).agencyKey,
        }
        response.json(
          await compareOnce({ request, response, body }, dependencies, () => comparePictures(parsed, dependencies)),
        )
      }),
  )
  const countRefusal: ErrorRequestHandler = (error, _request, response, next) => {
    const request = faceRequestOf(response)
    if (request !== undefined) faceMetrics.refused(labelsOf(request), asIssuerError(error)?.code ?? 'server_error')
    next(error)
  }
  router.use(countRefusal)
  return router
}

type ParsedRequest = { readonly request: Request; readonly response: Response; readonly body: JsonObject }

/** Compares once for each `Idempotency-Key`, at the cost of one of the agency's comparisons. @returns the body to answer */
function compareOnce(
  { request, response, body }: ParsedRequest,
  dependencies: FaceVerificationDependencies,
  compare: () => Promise<FaceComparison>,
): Promise<JsonObject> {
  const authenticated = authenticatedRequestOf(response)
  const { agencyKey, endpoint } = authenticated
  const onReplay = () => {
    response.set('idempotency-replayed', 'true')
  }
  const input = { agencyKeyId: agencyKey.id, idempotencyKey: idempotencyKey(request), endpoint, body, onReplay }
  return answerOnce(input, dependencies, async () => {
    const comparison = await atTheCostOfQuota(agencyKey, dependencies, compare)
    dependencies.faceMetrics.decided(labelsOf(authenticated), comparison.decision)
    return answerOf(comparison)
  })
}

/** Whole percents: more would only help who changes a picture bit by bit to come closer. */
function answerOf({ decision, percent, operatingPoint, profile }: FaceComparison): JsonObject {
  return { decision, percent: Math.round(percent), operating_point: operatingPoint, profile }
}
