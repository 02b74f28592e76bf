/** Every way in which the online verifier refuses a call. Details never hold a value of a presentation. */
export interface OnlineErrors {
  request_malformed: { field: string; expected: string }
  policy_unknown: { policies: readonly string[] }
  policy_not_online: Record<never, never>
  client_id_prefix_unavailable: { available: readonly string[] }
  too_many_requests: { retryAfterSeconds: number }
  rate_limited: { retryAfterSeconds: number }
  request_unknown: Record<never, never>
  request_over: Record<never, never>
  response_undecipherable: Record<never, never>
  state_mismatch: Record<never, never>
  response_code_wrong: Record<never, never>
  unauthorized: Record<never, never>
  body_too_large: { limitBytes: number }
}
export type OnlineErrorCode = keyof OnlineErrors

export class OnlineError<C extends OnlineErrorCode = OnlineErrorCode> extends Error {
  override readonly name = 'OnlineError'
  readonly code: C
  readonly details: OnlineErrors[C]

  constructor(code: C, message: string, details: OnlineErrors[C], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}
