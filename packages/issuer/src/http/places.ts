import type { RequestHandler, Response } from 'express'
import { IssuerError } from '../errors.ts'

export type Places = {
  /** Takes a place for a request or sends it away, before its body is read. */
  readonly admit: RequestHandler
  /** Keeps the place of a request until the work is done, even when the caller has gone: the work goes on. */
  working<T>(response: Response, work: () => Promise<T>): Promise<T>
}

const RETRY_SECONDS = 2

/** A bounded number of requests at a time, none of which waits: those that are read are memory, those worked on are cores. */
export function createPlaces(limit: number): Places {
  const holders = new WeakMap<Response, number>()
  let taken = 0

  function leave(response: Response): void {
    const left = (holders.get(response) ?? 1) - 1
    holders.set(response, left)
    if (left === 0) taken -= 1
  }

  return {
    admit: (_request, response, next) => {
      // Who has gone already would never give the place back.
      if (response.destroyed) return
      if (taken >= limit) throw busy()
      taken += 1
      holders.set(response, 1)
      response.on('close', () => leave(response))
      next()
    },
    working: async (response, work) => {
      holders.set(response, (holders.get(response) ?? 0) + 1)
      try {
        return await work()
      } finally {
        leave(response)
      }
    },
  }
}

function busy(): IssuerError<'face_matcher_busy'> {
  const message = `Too many people are being enrolled at this moment; try again in ${RETRY_SECONDS} seconds.`
  return new IssuerError('face_matcher_busy', message, { retryAfterSeconds: RETRY_SECONDS })
}
