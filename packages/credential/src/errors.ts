/**
 * Every way in which this package refuses its input, with what its error tells beside the code. Codes are stable:
 * adding one is a minor release, removing one a major. Details never hold a claim value, a token or a key.
 */
export interface CredentialErrors {
  too_large: { what: string; limit: number }
  base64url_malformed: { what: string }
  json_malformed: { what: string; reason: 'syntax' | 'encoding' | 'duplicate_key' | 'too_deep' | 'not_an_object' }
  jws_malformed: { part: 'structure' | 'header' | 'signature' }
  typ_unexpected: { expected: readonly string[] }
  critical_header_unsupported: Record<never, never>
  algorithm_not_allowed: { allowed: readonly string[] }
  key_invalid: { reason: string }
  key_not_found: Record<never, never>
  signature_invalid: { what: string }
  sd_jwt_malformed: { reason: string }
  hash_algorithm_unsupported: { supported: readonly string[] }
  disclosure_malformed: { reason: string }
  disclosure_unreferenced: { count: number }
  digest_malformed: Record<never, never>
  digest_duplicated: Record<never, never>
  claim_name_reserved: Record<never, never>
  claim_name_collision: Record<never, never>
  claim_not_disclosable: { claim: string }
  claim_missing: { claim: string }
  claim_invalid: { claim: string; expected: string }
  issuer_mismatch: Record<never, never>
  credential_expired: { expiredAt: Date }
  credential_not_yet_valid: { validFrom: Date }
  credential_issued_in_future: { issuedAt: Date }
  key_binding_missing: Record<never, never>
  key_binding_unexpected: Record<never, never>
  key_binding_malformed: { claim: string }
  key_binding_signature_invalid: Record<never, never>
  key_binding_key_missing: Record<never, never>
  key_binding_nonce_mismatch: Record<never, never>
  key_binding_audience_mismatch: Record<never, never>
  key_binding_hash_mismatch: Record<never, never>
  key_binding_too_old: { maxAgeSeconds: number }
  key_binding_in_future: Record<never, never>
  certificate_path_invalid: { reason: string }
  status_list_malformed: { reason: string }
  status_list_expired: { expiredAt: Date }
  status_list_subject_mismatch: Record<never, never>
  status_index_out_of_range: { size: number }
  did_malformed: { method: string }
  address_refused: { host: string }
  address_unreachable: { host: string }
  dcql_malformed: { field: string }
  request_malformed: { field: string }
  request_expired: { expiredAt: Date }
  receipt_malformed: { field: string }
  receipt_mismatch: { claim: 'iss' | 'nonce_hash' }
  qr_malformed: { reason: string }
  qr_version_unsupported: { version: number }
  qr_certificate_unknown: Record<never, never>
  bundle_unavailable: { status: number }
  bundle_malformed: { reason: string }
  bundle_rolled_back: { sequence: number; lastSeen: number }
}

export type CredentialErrorCode = keyof CredentialErrors

/** Refused input; `code` decides, and `details` narrows with it. */
export class CredentialError<C extends CredentialErrorCode = CredentialErrorCode> extends Error {
  override readonly name = 'CredentialError'
  readonly code: C
  readonly details: CredentialErrors[C]

  constructor(code: C, message: string, details: CredentialErrors[C], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

/** The union over all codes, so that `switch (error.code)` narrows `error.details`. */
export type AnyCredentialError = { [C in CredentialErrorCode]: CredentialError<C> }[CredentialErrorCode]
