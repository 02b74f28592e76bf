import type { RequestHandler } from 'express'

const HEADERS = [
  'authorization',
  'content-type',
  'dpop',
  'if-none-match',
  'oauth-client-attestation',
  'oauth-client-attestation-pop',
].join(', ')

/**
 * Wallets may live in a browser and call from their own origin. Nothing here goes by cookies, so any origin may: what
 * counts are tokens and proofs (Fetch standard, CORS protocol).
 */
export const walletCors: RequestHandler = (request, response, next) => {
  response.set({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'dpop-nonce, etag, www-authenticate, retry-after, x-request-id',
    'cross-origin-resource-policy': 'cross-origin',
  })
  if (request.method !== 'OPTIONS') {
    next()
    return
  }
  response.set({
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': '600',
  })
  response.status(204).end()
}
