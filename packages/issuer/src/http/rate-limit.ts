import type { RequestHandler } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { IssuerError } from '../errors.ts'

const REQUESTS = 1200
const PER_SECONDS = 60

/** A ceiling for each network address, far above what a wallet needs: it stops floods, tries are counted elsewhere. */
export function createRateLimit(): RequestHandler {
  const limiter = new RateLimiterMemory({ points: REQUESTS, duration: PER_SECONDS })
  return async (request, _response, next) => {
    try {
      await limiter.consume(request.ip ?? 'unknown')
      next()
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const retryAfterSeconds = Math.ceil(error.msBeforeNext / 1000)
      next(
        new IssuerError('rate_limited', `Too many requests; try again in ${retryAfterSeconds} seconds.`, {
          retryAfterSeconds,
        }),
      )
    }
  }
}
