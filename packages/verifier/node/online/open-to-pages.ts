import type { RequestHandler } from 'express'

/**
 * For wallets in a browser and for pages of agencies, which call from origins of their own. Nothing goes by cookies, so any
 * origin may: what counts are handles that nobody guesses, and signatures (Fetch standard, CORS protocol).
 */
export const openToPages: RequestHandler = (request, response, next) => {
  response.set({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'retry-after',
    'cross-origin-resource-policy': 'cross-origin',
  })
  if (request.method !== 'OPTIONS') return next()
  response.set({
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
  })
  response.status(204).end()
}
