import type { RequestHandler, Response } from 'express'
import type { AgencyKey, FaceEndpoint, FaceMetricLabels, FaceVerificationDependencies } from '../face-ports.ts'

/** What is known of an agency's request by and by. */
export type FaceRequest = { readonly endpoint: FaceEndpoint; agencyKey?: AgencyKey }

type Dependencies = Pick<FaceVerificationDependencies, 'faceMetrics' | 'timer'>

/** Begins a request, and measures it to its end, however it ends. */
export function beginFaceRequest(endpoint: FaceEndpoint, { faceMetrics, timer }: Dependencies): RequestHandler {
  return (_request, response, next) => {
    const begun: FaceRequest = { endpoint }
    const startedAt = timer.milliseconds()
    response.locals['faceRequest'] = begun
    response.on('close', () => faceMetrics.ended(labelsOf(begun), (timer.milliseconds() - startedAt) / 1000))
    next()
  }
}

/** @returns nothing for a response that is not one to a request of an agency */
export function faceRequestOf(response: Response): FaceRequest | undefined {
  return response.locals['faceRequest'] as FaceRequest | undefined
}

/** The request of an agency that has passed `agencyOnly`. */
export function authenticatedRequestOf(response: Response): Required<FaceRequest> {
  const { endpoint, agencyKey } = faceRequestOf(response) ?? {}
  if (endpoint === undefined || agencyKey === undefined)
    throw new TypeError('agencyOnly comes before what needs its key.')
  return { endpoint, agencyKey }
}

export function labelsOf({ endpoint, agencyKey }: FaceRequest): FaceMetricLabels {
  return { endpoint, agencyKeyId: agencyKey?.id }
}
