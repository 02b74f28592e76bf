import type { AssuranceLevel, BilingualText } from '@bai/credential'
import type { RegisterProblem } from './registry/register-problem.ts'

/**
 * Every way in which the issuer refuses, with what its error tells beside the code. Codes are stable: adding one is a
 * minor release, removing one a major. Details never hold a value from the register, a token or a key.
 */
export interface IssuerErrors {
  request_malformed: { field: string; expected: string }
  body_too_large: { limitBytes: number }
  grant_unsupported: Record<never, never>
  offer_unknown: Record<never, never>
  offer_code_invalid: Record<never, never>
  tx_code_missing: Record<never, never>
  tx_code_unexpected: Record<never, never>
  tx_code_wrong: { triesLeft: number }
  authorization_code_invalid: Record<never, never>
  refresh_token_invalid: Record<never, never>
  refills_exhausted: { retryAfterSeconds: number }
  client_unauthenticated: Record<never, never>
  dpop_proof_invalid: { reason: string }
  dpop_nonce_needed: Record<never, never>
  response_type_unsupported: Record<never, never>
  redirect_uri_refused: Record<never, never>
  code_challenge_invalid: Record<never, never>
  scope_invalid: Record<never, never>
  authorization_details_invalid: Record<never, never>
  authorization_request_unknown: Record<never, never>
  sign_in_refused: Record<never, never>
  issuer_key_unknown: Record<never, never>
  issuer_key_too_early: { allowedAt: string }
  issuer_key_in_use: Record<never, never>
  certificates_unusable: { reason: string }
  access_token_invalid: Record<never, never>
  credential_configuration_unknown: Record<never, never>
  credential_configuration_not_granted: Record<never, never>
  credential_identifier_unknown: Record<never, never>
  encryption_parameters_invalid: { reason: string }
  transaction_unknown: Record<never, never>
  notification_unknown: Record<never, never>
  enrolment_not_approved: Record<never, never>
  credential_limit_reached: { limit: number }
  proof_invalid: { reason: string }
  nonce_invalid: Record<never, never>
  citizen_unknown: Record<never, never>
  citizen_not_eligible: { type: string; reason: 'no_card' | 'card_expired' | 'no_house' | 'status' }
  consent_missing: { current: string }
  consent_outdated: { current: string }
  enrolment_secret_invalid: Record<never, never>
  enrolment_expired: Record<never, never>
  enrolment_ended: Record<never, never>
  enrolment_refused: Record<never, never>
  challenge_unknown: Record<never, never>
  challenge_used: Record<never, never>
  challenge_limit_reached: { limit: number }
  liveness_failed: { code: string; step: number | undefined; challengesLeft: number }
  enrolment_not_found: Record<never, never>
  review_closed: Record<never, never>
  enrolment_locked: { retryAfterSeconds: number }
  picture_unusable: { picture: 'first' | 'second'; reason: string }
  portrait_missing: Record<never, never>
  portrait_unusable: { reason: string }
  face_matcher_busy: { retryAfterSeconds: number }
  agency_key_invalid: { reason: 'unknown' | 'expired' | 'revoked' }
  agency_key_not_found: Record<never, never>
  scope_missing: { scope: string }
  quota_exhausted: { retryAfterSeconds: number }
  citizen_rate_limited: { retryAfterSeconds: number }
  idempotency_key_reused: Record<never, never>
  idempotency_key_in_use: { retryAfterSeconds: number }
  operator_unauthorized: Record<never, never>
  operator_forbidden: { roles: readonly string[] }
  operator_not_found: Record<never, never>
  credential_not_found: Record<never, never>
  renewal_not_found: Record<never, never>
  status_list_unknown: Record<never, never>
  answer_not_acceptable: { expected: string }
  rate_limited: { retryAfterSeconds: number }
  port_in_use: { port: number }
  /** The first field that is wrong, and all of them where a whole configuration was read. */
  configuration_malformed: { field: string; problems?: readonly { field: string; expected: string }[] }
  database_unreachable: { host: string; reason: string }
  database_migration_failed: { migration: string }
  data_folder_unwritable: { reason: string }
  data_folder_in_use: { pid: number }
  register_unavailable: { retryAfterSeconds: number; reason: string }
  register_answer_malformed: { reason: string }
  register_elsewhere: Record<never, never>
  register_too_large: { limitBytes: number }
  register_empty: Record<never, never>
  register_line_invalid: { problems: readonly RegisterProblem[]; count: number }
  derivation_unknown: Record<never, never>
  presentation_not_accepted: { check: string }
  counter_not_allowed: Record<never, never>
  dossier_over: Record<never, never>
  derivation_malformed: { field: string; reason: string }
  /** The sentence is for the person: that of the condition that does not hold. */
  derivation_refused: { reason: string; sentence: BilingualText }
  source_level_too_low: { type: string; level: AssuranceLevel | null; needed: AssuranceLevel }
  record_missing: Record<never, never>
  record_incomplete: { field: string }
  agency_records_malformed: { problems: readonly RegisterProblem[]; count: number }
  agency_records_unavailable: { retryAfterSeconds: number; reason: string }
  agency_records_answer_malformed: { reason: string }
}

export type IssuerErrorCode = keyof IssuerErrors

/** Refused input, or a part the issuer depends on that is not there; `code` decides, and `details` narrows with it. */
export class IssuerError<C extends IssuerErrorCode = IssuerErrorCode> extends Error {
  override readonly name = 'IssuerError'
  readonly code: C
  readonly details: IssuerErrors[C]

  constructor(code: C, message: string, details: IssuerErrors[C], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

/** The union over all codes, so that `switch (error.code)` narrows `error.details`. */
export type AnyIssuerError = { [C in IssuerErrorCode]: IssuerError<C> }[IssuerErrorCode]
