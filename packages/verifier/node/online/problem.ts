import { CredentialError } from '@bai/credential'
import type { ErrorRequestHandler } from 'express'
import { OnlineError, type OnlineErrorCode } from './online-errors.ts'

/** How each refusal looks on the wire: OAuth's code where a wallet is answered (OpenID4VP 1.0, section 8.5), else our own. */
const PROBLEMS = {
  request_malformed: { status: 400, error: 'invalid_request' },
  policy_unknown: { status: 404, error: 'policy_unknown' },
  policy_not_online: { status: 409, error: 'policy_not_online' },
  client_id_prefix_unavailable: { status: 409, error: 'client_id_prefix_unavailable' },
  too_many_requests: { status: 503, error: 'temporarily_unavailable' },
  rate_limited: { status: 429, error: 'rate_limited' },
  request_unknown: { status: 404, error: 'request_unknown' },
  request_over: { status: 410, error: 'request_over' },
  response_undecipherable: { status: 400, error: 'invalid_request' },
  state_mismatch: { status: 400, error: 'invalid_request' },
  response_code_wrong: { status: 403, error: 'response_code_wrong' },
  unauthorized: { status: 401, error: 'invalid_token' },
  body_too_large: { status: 413, error: 'invalid_request' },
} as const satisfies Record<OnlineErrorCode, { status: number; error: string }>

/**
 * The last handler. What is not known is a 500 that says nothing of its cause.
 *
 * @param report gets what went wrong inside
 */
export function createProblemHandler(report: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const known = asOnlineError(error)
    if (known === undefined || response.headersSent) {
      report(error)
      if (response.headersSent) return void response.destroy()
      const description = 'Something went wrong here. Try again later.'
      return void response.status(500).json({ error: 'server_error', error_description: description })
    }
    const { status, error: name } = PROBLEMS[known.code]
    if (status === 401) response.set('www-authenticate', 'Bearer')
    if ('retryAfterSeconds' in known.details) response.set('retry-after', String(known.details.retryAfterSeconds))
    // RFC 6749, section 5.2: printable ASCII without quotation mark and backslash.
    const description = known.message.replaceAll('"', "'").replaceAll(/[^\x20-\x7e]|\\/g, '?')
    response
      .status(status)
      .json({ error: name, error_description: description, code: known.code, details: known.details })
  }
}

function asOnlineError(error: unknown): OnlineError | undefined {
  if (error instanceof OnlineError) return error
  const unreadable = (expected: string) =>
    new OnlineError('request_malformed', `The request cannot be read; send ${expected}.`, { field: 'body', expected })
  if (error instanceof CredentialError) return unreadable('well-formed JSON where JSON is expected')
  // What express and its body parsers throw carries a status.
  if (!(error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500))
    return undefined
  if (error.status !== 413) return unreadable('a well-formed body of the documented content type')
  const limitBytes = 'limit' in error && typeof error.limit === 'number' ? error.limit : 0
  return new OnlineError('body_too_large', `The body is too large; send at most ${limitBytes} bytes.`, { limitBytes })
}
