/** Every way in which the wallet refuses; codes are stable. Details never hold a claim value, a token or a key. */
export interface WalletErrors {
  offer_malformed: { reason: string }
  offer_grant_unsupported: Record<never, never>
  configuration_unsupported: { configurationId: string }
  tx_code_missing: { length: number | undefined }
  issuer_refused: { error: string; status: number }
  issuer_answer_malformed: { reason: string }
  credential_not_ours: Record<never, never>
  credential_not_as_offered: { configurationId: string }
  credential_revoked: Record<never, never>
  issuer_unknown: { reason: 'not_listed' | 'type' | 'period' | 'bundle_expired' }
  copies_linkable: { by: 'salt' | 'status' }
  no_sign_in: Record<never, never>
  authorization_expired: Record<never, never>
  authorization_answer_malformed: { reason: string }
  authorization_refused: { error: string }
  enrolment_failed: { error: string; reason: string | undefined; retryAfterSeconds: number | undefined }
  holding_unknown: Record<never, never>
  refill_impossible: { reason: 'no_grant' | 'authorization_server_gone' }
  not_deferred: Record<never, never>
  copy_used: Record<never, never>
  request_malformed: { reason: string }
  request_expired: Record<never, never>
  verifier_unknown: { prefix: string }
  verifier_refused: { status: number }
  credential_not_held: { queryId: string }
  claim_not_requested: { claim: string }
  portrait_missing: Record<never, never>
  holder_key_missing: Record<never, never>
  wallet_damaged: { file: string }
  wallet_key_missing: { by: 'passphrase' | 'key_file' }
  wallet_key_wrong: { by: 'passphrase' | 'key_file' }
  wallet_busy: { file: string }
  bundle_unreadable: { file: string }
  storage_full: Record<never, never>
  backup_malformed: { reason: string }
  backup_version_unknown: { version: number }
  backup_passphrase_wrong: Record<never, never>
  data_folder_unwritable: { path: string }
}
export type WalletErrorCode = keyof WalletErrors

export class WalletError<C extends WalletErrorCode = WalletErrorCode> extends Error {
  override readonly name = 'WalletError'
  readonly code: C
  readonly details: WalletErrors[C]

  constructor(code: C, message: string, details: WalletErrors[C], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}
