import { CredentialError } from '@bai/credential'
import type { ErrorRequestHandler } from 'express'
import { type AnyIssuerError, IssuerError, type IssuerErrorCode } from '../errors.ts'
import type { ReportFault } from '../operation-ports.ts'
import { noteErrorCode, requestIdOf } from './observe-requests.ts'

type ProblemRow = { readonly status: number; readonly error: string }

/**
 * How each refusal looks on the wire: the code of OpenID4VCI 1.0 or RFC 6749 where the endpoint has one, our own where it
 * has none. A code without a row does not compile.
 */
const PROBLEMS = {
  request_malformed: { status: 400, error: 'invalid_request' },
  body_too_large: { status: 413, error: 'invalid_request' },
  grant_unsupported: { status: 400, error: 'unsupported_grant_type' },
  offer_unknown: { status: 404, error: 'offer_unknown' },
  offer_code_invalid: { status: 400, error: 'invalid_grant' },
  tx_code_missing: { status: 400, error: 'invalid_request' },
  tx_code_unexpected: { status: 400, error: 'invalid_request' },
  tx_code_wrong: { status: 400, error: 'invalid_grant' },
  authorization_code_invalid: { status: 400, error: 'invalid_grant' },
  refresh_token_invalid: { status: 400, error: 'invalid_grant' },
  refills_exhausted: { status: 429, error: 'refills_exhausted' },
  client_unauthenticated: { status: 401, error: 'invalid_client' },
  dpop_proof_invalid: { status: 400, error: 'invalid_dpop_proof' },
  dpop_nonce_needed: { status: 400, error: 'use_dpop_nonce' },
  response_type_unsupported: { status: 400, error: 'unsupported_response_type' },
  redirect_uri_refused: { status: 400, error: 'invalid_request' },
  code_challenge_invalid: { status: 400, error: 'invalid_request' },
  scope_invalid: { status: 400, error: 'invalid_scope' },
  authorization_details_invalid: { status: 400, error: 'invalid_authorization_details' },
  authorization_request_unknown: { status: 400, error: 'invalid_request' },
  sign_in_refused: { status: 403, error: 'sign_in_refused' },
  issuer_key_unknown: { status: 404, error: 'issuer_key_unknown' },
  issuer_key_too_early: { status: 409, error: 'issuer_key_too_early' },
  issuer_key_in_use: { status: 409, error: 'issuer_key_in_use' },
  certificates_unusable: { status: 422, error: 'certificates_unusable' },
  access_token_invalid: { status: 401, error: 'invalid_token' },
  credential_configuration_unknown: { status: 400, error: 'unknown_credential_configuration' },
  credential_configuration_not_granted: { status: 400, error: 'credential_request_denied' },
  credential_identifier_unknown: { status: 400, error: 'unknown_credential_identifier' },
  encryption_parameters_invalid: { status: 400, error: 'invalid_encryption_parameters' },
  transaction_unknown: { status: 400, error: 'invalid_transaction_id' },
  notification_unknown: { status: 400, error: 'invalid_notification_id' },
  enrolment_not_approved: { status: 400, error: 'credential_request_denied' },
  credential_limit_reached: { status: 400, error: 'credential_request_denied' },
  proof_invalid: { status: 400, error: 'invalid_proof' },
  nonce_invalid: { status: 400, error: 'invalid_nonce' },
  citizen_unknown: { status: 404, error: 'citizen_unknown' },
  citizen_not_eligible: { status: 409, error: 'citizen_not_eligible' },
  consent_missing: { status: 400, error: 'consent_missing' },
  consent_outdated: { status: 409, error: 'consent_outdated' },
  enrolment_secret_invalid: { status: 401, error: 'invalid_token' },
  enrolment_expired: { status: 410, error: 'enrolment_expired' },
  enrolment_ended: { status: 409, error: 'enrolment_ended' },
  challenge_unknown: { status: 400, error: 'challenge_unknown' },
  challenge_used: { status: 409, error: 'challenge_used' },
  challenge_limit_reached: { status: 409, error: 'challenge_limit_reached' },
  liveness_failed: { status: 422, error: 'liveness_failed' },
  enrolment_not_found: { status: 404, error: 'enrolment_not_found' },
  review_closed: { status: 409, error: 'review_closed' },
  enrolment_refused: { status: 403, error: 'enrolment_refused' },
  enrolment_locked: { status: 429, error: 'enrolment_locked' },
  picture_unusable: { status: 422, error: 'picture_unusable' },
  portrait_missing: { status: 409, error: 'portrait_missing' },
  portrait_unusable: { status: 409, error: 'portrait_unusable' },
  face_matcher_busy: { status: 503, error: 'temporarily_unavailable' },
  agency_key_invalid: { status: 401, error: 'invalid_token' },
  agency_key_not_found: { status: 404, error: 'agency_key_not_found' },
  scope_missing: { status: 403, error: 'insufficient_scope' },
  quota_exhausted: { status: 429, error: 'quota_exhausted' },
  citizen_rate_limited: { status: 429, error: 'citizen_rate_limited' },
  idempotency_key_reused: { status: 422, error: 'idempotency_key_reused' },
  idempotency_key_in_use: { status: 409, error: 'idempotency_key_in_use' },
  operator_forbidden: { status: 403, error: 'operator_forbidden' },
  operator_not_found: { status: 404, error: 'operator_not_found' },
  operator_unauthorized: { status: 401, error: 'operator_unauthorized' },
  credential_not_found: { status: 404, error: 'credential_not_found' },
  renewal_not_found: { status: 404, error: 'renewal_not_found' },
  status_list_unknown: { status: 404, error: 'status_list_unknown' },
  answer_not_acceptable: { status: 406, error: 'answer_not_acceptable' },
  rate_limited: { status: 429, error: 'rate_limited' },
  register_unavailable: { status: 503, error: 'temporarily_unavailable' },
  register_answer_malformed: { status: 502, error: 'register_answer_malformed' },
  register_elsewhere: { status: 409, error: 'register_elsewhere' },
  register_too_large: { status: 413, error: 'register_too_large' },
  register_empty: { status: 400, error: 'register_empty' },
  register_line_invalid: { status: 400, error: 'register_line_invalid' },
  derivation_unknown: { status: 404, error: 'derivation_unknown' },
  presentation_not_accepted: { status: 403, error: 'presentation_not_accepted' },
  counter_not_allowed: { status: 403, error: 'counter_not_allowed' },
  dossier_over: { status: 400, error: 'credential_request_denied' },
  derivation_malformed: { status: 500, error: 'server_error' },
  derivation_refused: { status: 403, error: 'derivation_refused' },
  source_level_too_low: { status: 403, error: 'source_level_too_low' },
  record_missing: { status: 403, error: 'record_missing' },
  record_incomplete: { status: 409, error: 'record_incomplete' },
  agency_records_malformed: { status: 500, error: 'server_error' },
  agency_records_unavailable: { status: 503, error: 'temporarily_unavailable' },
  agency_records_answer_malformed: { status: 502, error: 'agency_records_answer_malformed' },
  port_in_use: { status: 503, error: 'temporarily_unavailable' },
  configuration_malformed: { status: 500, error: 'server_error' },
  database_unreachable: { status: 503, error: 'temporarily_unavailable' },
  database_migration_failed: { status: 503, error: 'temporarily_unavailable' },
  data_folder_unwritable: { status: 503, error: 'temporarily_unavailable' },
  data_folder_in_use: { status: 503, error: 'temporarily_unavailable' },
} as const satisfies Record<IssuerErrorCode, ProblemRow>

/** At the endpoints of the credential issuer some refusals have names of their own (OpenID4VCI 1.0, sections 8.3.1.2, 9.3, 11.3). */
const AT_CREDENTIAL_ENDPOINTS: { readonly [C in IssuerErrorCode]?: ProblemRow } = {
  request_malformed: { status: 400, error: 'invalid_credential_request' },
  citizen_unknown: { status: 400, error: 'credential_request_denied' },
  citizen_not_eligible: { status: 400, error: 'credential_request_denied' },
  // RFC 9449, sections 7.1 and 9: at a protected endpoint a bad proof is a missing authorization.
  dpop_proof_invalid: { status: 401, error: 'invalid_dpop_proof' },
  dpop_nonce_needed: { status: 401, error: 'use_dpop_nonce' },
}
const SPECIAL: { readonly [path: string]: { readonly [C in IssuerErrorCode]?: ProblemRow } } = {
  '/credential': AT_CREDENTIAL_ENDPOINTS,
  '/deferred-credential': AT_CREDENTIAL_ENDPOINTS,
  '/notification': {
    ...AT_CREDENTIAL_ENDPOINTS,
    request_malformed: { status: 400, error: 'invalid_notification_request' },
  },
}

/**
 * The last handler: an `IssuerError` becomes its row, anything else a 500 that says nothing of its cause. Details go out
 * with it, for they never hold a value (errors.ts).
 *
 * @param report gets what went wrong inside, for the operator's log; its error holds no personal data
 */
export function createProblemHandler(report: ReportFault): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      // Express would write the error to the console, with whatever its message quotes.
      report(error, requestIdOf(response))
      response.destroy()
      return
    }
    const known = asIssuerError(error)
    if (known === undefined) {
      report(error, requestIdOf(response))
      noteErrorCode(response, 'server_error')
      response
        .status(500)
        .json({ error: 'server_error', error_description: 'Something went wrong here. Try again later.' })
      return
    }
    const { status, error: name } = SPECIAL[request.path]?.[known.code] ?? PROBLEMS[known.code]
    // Being too busy is said to many, and is no fault.
    if (status >= 500 && known.code !== 'face_matcher_busy') report(error, requestIdOf(response))
    noteErrorCode(response, known.code)
    if (status === 401) response.set('www-authenticate', challengeOf(name, request.get('authorization')))
    if ('retryAfterSeconds' in known.details) response.set('retry-after', String(known.details.retryAfterSeconds))
    response
      .status(status)
      .json({ error: name, error_description: asAscii(known.message), code: known.code, details: known.details })
  }
}

/** RFC 6750, section 3, and RFC 9449, section 7.1: how to authenticate here, and what was wrong with it. */
function challengeOf(error: string, authorization: string | undefined): string {
  const isDpop = /dpop/.test(error) || /^DPoP /i.test(authorization ?? '')
  const scheme = isDpop ? 'DPoP algs="ES256"' : 'Bearer'
  if (error !== 'invalid_token' && !/dpop/.test(error)) return scheme
  return `${scheme}${isDpop ? ',' : ''} error="${error}"`
}

/** @returns nothing for what is nobody's input: a fault of ours */
export function asIssuerError(error: unknown): AnyIssuerError | IssuerError | undefined {
  if (error instanceof IssuerError) return error
  if (error instanceof CredentialError) {
    return new IssuerError('request_malformed', error.message, { field: 'body', expected: error.code })
  }
  // What express and its body parsers throw carries a status: 400 for bad JSON, 413 for too large a body.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    if (error.status === 413) return bodyTooLarge(error)
    const expected = 'a well-formed body of the documented content type'
    return new IssuerError('request_malformed', `The request cannot be read; send ${expected}.`, {
      field: 'body',
      expected,
    })
  }
  return undefined
}

function bodyTooLarge(error: Error): IssuerError<'body_too_large'> {
  const limitBytes = 'limit' in error && typeof error.limit === 'number' ? error.limit : 0
  return new IssuerError('body_too_large', `The body is too large; send at most ${limitBytes} bytes.`, { limitBytes })
}

/** RFC 6749, section 5.2: printable ASCII without quotation mark and backslash. */
function asAscii(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/[^\x20-\x7e]|\\/g, '?')
}
