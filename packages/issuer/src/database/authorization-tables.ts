import type { Generated } from 'kysely'
import type { BoundKey } from '../authorization-ports.ts'
import type { JsonColumn } from './json-column.ts'

// Tables of offers, grants and tokens, and of what is owed to wallets.

export interface OfferTable {
  id: Generated<string>
  code_hash: string
  tx_code_hash: string | null
  tx_code_failures: Generated<number>
  subject_hash: string
  configuration_ids: JsonColumn<readonly string[]>
  created_at: Date
  expires_at: Date
  redeemed_at: Date | null
  voided_at: Date | null
  enrolment_id: string | null
}

export interface WalletGrantTable {
  id: Generated<string>
  subject_hash: string
  configuration_ids: JsonColumn<readonly string[]>
  client_id: string | null
  key_thumbprint: string | null
  enrolment_id: string | null
  created_at: Date
  revoked_at: Date | null
}

export interface AccessTokenTable {
  token_hash: string
  grant_id: string
  configuration_ids: JsonColumn<readonly string[]>
  by_identifier: boolean
  expires_at: Date
}

export interface RefreshTokenTable {
  token_hash: string
  grant_id: string
  expires_at: Date
}

/** Pushed, then opened by a browser, then answered with a code, then redeemed for a grant. */
export interface AuthorizationRequestTable {
  request_hash: string
  client_id: string
  redirect_uri: string
  state: string | null
  code_challenge: string
  configuration_ids: JsonColumn<readonly string[]>
  by_identifier: boolean
  key_thumbprint: string | null
  issuer_state_hash: string | null
  expires_at: Date
  session_hash: string | null
  subject_hash: string | null
  enrolment_id: string | null
  code_hash: string | null
  code_expires_at: Date | null
  grant_id: string | null
}

export interface DeferredIssuanceTable {
  transaction_hash: string
  grant_id: string
  configuration_id: string
  keys: JsonColumn<readonly BoundKey[]>
  created_at: Date
  expires_at: Date
  issued_at: Date | null
}

export interface NotificationTable {
  notification_hash: string
  grant_id: string
  configuration_id: string
  issued_at: Date
  event: string | null
  event_at: Date | null
}

export interface UsedIdentifierTable {
  identifier_hash: string
  expires_at: Date
}

export interface NonceTable {
  nonce_hash: string
  expires_at: Date
}
