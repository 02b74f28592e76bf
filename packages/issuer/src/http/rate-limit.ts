import type { RequestHandler } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { IssuerConfiguration } from '../configuration.ts'
import { IssuerError } from '../errors.ts'

const PER_SECONDS = 60

/**
 * A ceiling for each network address, far above what a wallet needs: it stops floods, tries are counted elsewhere. Counted
 * in this process alone.
 *
 * @param requestsPerMinute of one address; behind one address may stand all customers of a mobile network
 */
export function createRateLimit(requestsPerMinute: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: PER_SECONDS })
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

type Ceilings = Pick<
  IssuerConfiguration,
  'parRequestsPerMinute' | 'tokenRequestsPerMinute' | 'nonceRequestsPerMinute' | 'credentialRequestsPerMinute'
>

/** Lower ceilings for what costs signatures and rows, each counted for itself. */
export function expensivePaths(ceilings: Ceilings): readonly (readonly [paths: string[], limit: RequestHandler])[] {
  return [
    [['/par', '/authorize'], createRateLimit(ceilings.parRequestsPerMinute)],
    [['/token'], createRateLimit(ceilings.tokenRequestsPerMinute)],
    [['/nonce'], createRateLimit(ceilings.nonceRequestsPerMinute)],
    [['/credential', '/deferred-credential'], createRateLimit(ceilings.credentialRequestsPerMinute)],
  ]
}
