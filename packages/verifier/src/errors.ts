/** Every way in which the verifier's own side fails, as against a presentation that it rejects. */
export interface VerifierErrors {
  policy_malformed: { field: string }
  anchor_malformed: Record<never, never>
  verifier_state_damaged: { file: string }
  data_folder_unwritable: { path: string }
  issuer_unusable: { issuer: string; reason: string }
  trust_list_malformed: { field: string }
  service_unsafe: { reason: string }
  certificates_unusable: { reason: string }
}
export type VerifierErrorCode = keyof VerifierErrors

export class VerifierError<C extends VerifierErrorCode = VerifierErrorCode> extends Error {
  override readonly name = 'VerifierError'
  readonly code: C
  readonly details: VerifierErrors[C]

  constructor(code: C, message: string, details: VerifierErrors[C], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}
