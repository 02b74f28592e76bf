import type { RequestHandler, Response } from 'express'
import type { AgencyKey, FaceComparison, FaceEndpoint, FaceVerificationDependencies } from '../face-ports.ts'

/** What is known of an agency's request by and by; for the metrics, and for who works on it later. */
export type FaceRequest = {
  readonly endpoint: FaceEndpoint
  agencyKey?: AgencyKey
  decision?: FaceComparison['decision']
  refusal?: string
}

type Dependencies = Pick<FaceVerificationDependencies, 'faceMetrics' | 'timer'>

/** Begins a request, and counts it when it has ended, however it ends. */
export function beginFaceRequest(endpoint: FaceEndpoint, { faceMetrics, timer }: Dependencies): RequestHandler {
  return (_request, response, next) => {
    const begun: FaceRequest = { endpoint }
    const startedAt = timer.milliseconds()
    response.locals['faceRequest'] = begun
    response.on('close', () => {
      const { agencyKey, decision, refusal } = begun
      const seconds = (timer.milliseconds() - startedAt) / 1000
      faceMetrics.requestEnded({ endpoint, agencyKeyId: agencyKey?.id, seconds, decision, refusal })
    })
    next()
  }
}

export function faceRequestOf(response: Response): FaceRequest {
  return response.locals['faceRequest'] as FaceRequest
}

/** The key of an agency that has passed `agencyOnly`. */
export function agencyKeyOf(response: Response): AgencyKey {
  const { agencyKey } = faceRequestOf(response)
  if (agencyKey === undefined) throw new TypeError('agencyOnly comes before whoever needs the key of the agency.')
  return agencyKey
}
