import type { RequestHandler, Response } from 'express'
import { IssuerError } from '../errors.ts'
import type { FaceVerificationDependencies } from '../face-ports.ts'
import { authenticatedRequestOf } from './face-request.ts'

export type AdmissionGate = {
  /** Takes a place for a request or sends it away, before its body is read. Comes after `agencyOnly`. */
  readonly admit: RequestHandler
  /** Keeps the place of a request until the work is done, even when the caller has gone: the work goes on. */
  working<T>(response: Response, work: () => Promise<T>): Promise<T>
}

const RETRY_SECONDS = 2

type Dependencies = Pick<FaceVerificationDependencies, 'configuration' | 'faceMetrics'>

/**
 * A bounded number of places, and a smaller one for each agency, so that one of them cannot take them all. Nobody waits for
 * a place: under overload a queue only grows, and who waited in it has gone when it is their turn.
 */
export function createAdmissionGate({ configuration, faceMetrics }: Dependencies): AdmissionGate {
  const { faceRequestsAtOnce, faceRequestsAtOncePerAgency } = configuration
  const byAgency = new Map<string, number>()
  const places = new WeakMap<Response, { holders: number }>()
  let taken = 0

  function count(agencyKeyId: string, change: 1 | -1): void {
    const own = (byAgency.get(agencyKeyId) ?? 0) + change
    if (own === 0) byAgency.delete(agencyKeyId)
    else byAgency.set(agencyKeyId, own)
    taken += change
    faceMetrics.inFlight(taken)
  }

  function leave(response: Response): void {
    const place = places.get(response)
    if (place === undefined) return
    place.holders -= 1
    if (place.holders === 0) count(authenticatedRequestOf(response).agencyKey.id, -1)
  }

  return {
    admit: (_request, response, next) => {
      // Who went away while the key was looked up has closed already, and would never give a place back.
      if (response.destroyed) return
      const { id } = authenticatedRequestOf(response).agencyKey
      const full = taken >= faceRequestsAtOnce || (byAgency.get(id) ?? 0) >= faceRequestsAtOncePerAgency
      if (full) throw busy()
      count(id, 1)
      places.set(response, { holders: 1 })
      response.on('close', () => leave(response))
      next()
    },
    working: async (response, work) => {
      const place = places.get(response)
      if (place === undefined) throw new TypeError('admit comes before working.')
      place.holders += 1
      try {
        return await work()
      } finally {
        leave(response)
      }
    },
  }
}

function busy(): IssuerError<'face_matcher_busy'> {
  const message = `Too many comparisons are under way; try again in ${RETRY_SECONDS} seconds.`
  return new IssuerError('face_matcher_busy', message, { retryAfterSeconds: RETRY_SECONDS })
}
