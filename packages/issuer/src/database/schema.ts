import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely'
import type { BoundKey } from '../authorization-ports.ts'
import type { AgencyScope, LivenessChallenge, LivenessOutcome } from '../face-ports.ts'
import type { StoredOperator } from '../operator-ports.ts'

/**
 * `jsonb`: read parsed, written as JSON text. Text it must be, for `pg` would write an array as a PostgreSQL array and
 * both drivers would write a plain string as if it were JSON already.
 */
type JsonColumn<T> = ColumnType<T, string, string>

/** The tables as the newest migration leaves them; times are `timestamptz` and `Date`. */
export interface Schema {
  house: HouseTable
  person: PersonTable
  signing_key: SigningKeyTable
  issuer_key: IssuerKeyTable
  operator: OperatorTable
  operator_session: OperatorSessionTable
  identifier: IdentifierTable
  enrolment: EnrolmentTable
  enrolment_session: EnrolmentSessionTable
  enrolment_challenge: EnrolmentChallengeTable
  review_picture: ReviewPictureTable
  attempt: AttemptTable
  offer: OfferTable
  wallet_grant: WalletGrantTable
  access_token: AccessTokenTable
  refresh_token: RefreshTokenTable
  authorization_request: AuthorizationRequestTable
  deferred_issuance: DeferredIssuanceTable
  notification: NotificationTable
  used_identifier: UsedIdentifierTable
  nonce: NonceTable
  status_list: StatusListTable
  status_publication: StatusPublicationTable
  issuance: IssuanceTable
  audit: AuditTable
  life_event: LifeEventTable
  renewal: RenewalTable
  subject: SubjectTable
  agency_key: AgencyKeyTable
  request_count: RequestCountTable
  idempotency: IdempotencyTable
}

interface HouseTable {
  house_code: string
  document: JsonColumn<unknown>
}

interface PersonTable {
  citizen_number: string
  subject_hash: string
  house_code: string | null
  document: JsonColumn<unknown>
  portrait: Uint8Array | null
  updated_at: Date
}

interface SigningKeyTable {
  kid: string
  kms: string
  type: string
  public_key_hex: string
  metadata: JsonColumn<unknown>
  encrypted_private_key: Uint8Array | null
}

interface OperatorTable {
  id: string
  token_hash: string
  name: string
  role: StoredOperator['role']
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
}

interface OperatorSessionTable {
  session_hash: string
  /** Nothing for the token that the issuer was started with. */
  operator_id: string | null
  used_at: Date
  expires_at: Date
}

interface IssuerKeyTable {
  kid: string
  announced_at: Date
  active_from: Date | null
  retired_at: Date | null
  certificates: ColumnType<readonly string[] | null, string | null, string | null>
}

interface IdentifierTable {
  did: string
  alias: string | null
  provider: string
  controller_key_id: string | null
  document: JsonColumn<unknown>
}

interface EnrolmentTable {
  id: Generated<string>
  subject_hash: string | null
  outcome: string
  code: string | null
  percent: number | null
  operating_point: string | null
  model_hash: string | null
  created_at: Date
  /** The enrolment of an attempt that decided nothing. */
  attempt_of: string | null
  review_code: string | null
  profile: string | null
  liveness: JsonColumn<Omit<LivenessOutcome, 'advice'>> | null
  with_laser_code: boolean | null
  consent_version: string | null
  consent_locale: string | null
  consented_at: Date | null
  review_expires_at: Date | null
  decided_at: Date | null
  decided_by: string | null
  decision_reason: string | null
}

/** Enrolments that run; each is deleted when its time is over. */
interface EnrolmentSessionTable {
  id: Generated<string>
  secret_hash: string
  subject_hash: string
  factors_hash: string
  with_laser_code: boolean
  configuration_ids: JsonColumn<readonly string[]>
  consent_version: string
  consent_locale: string
  created_at: Date
  expires_at: Date
  challenges: number
  decided_at: Date | null
}

interface EnrolmentChallengeTable {
  enrolment_id: string
  nonce: string
  challenge: JsonColumn<LivenessChallenge>
  used_at: Date | null
}

/** Sealed selfies of open reviews, and no other picture. */
interface ReviewPictureTable {
  enrolment_id: string
  sealed: Uint8Array
}

interface AttemptTable {
  key: string
  failures: number
  locked_until: Date | null
}

interface OfferTable {
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

interface WalletGrantTable {
  id: Generated<string>
  subject_hash: string
  configuration_ids: JsonColumn<readonly string[]>
  client_id: string | null
  key_thumbprint: string | null
  enrolment_id: string | null
  created_at: Date
  revoked_at: Date | null
}

interface AccessTokenTable {
  token_hash: string
  grant_id: string
  configuration_ids: JsonColumn<readonly string[]>
  by_identifier: boolean
  expires_at: Date
}

interface RefreshTokenTable {
  token_hash: string
  grant_id: string
  expires_at: Date
}

/** Pushed, then opened by a browser, then answered with a code, then redeemed for a grant. */
interface AuthorizationRequestTable {
  request_hash: string
  client_id: string
  redirect_uri: string
  state: string | null
  code_challenge: string
  configuration_ids: JsonColumn<readonly string[]>
  by_identifier: boolean
  key_thumbprint: string | null
  expires_at: Date
  session_hash: string | null
  subject_hash: string | null
  enrolment_id: string | null
  code_hash: string | null
  code_expires_at: Date | null
  grant_id: string | null
}

interface DeferredIssuanceTable {
  transaction_hash: string
  grant_id: string
  configuration_id: string
  keys: JsonColumn<readonly BoundKey[]>
  created_at: Date
  expires_at: Date
  issued_at: Date | null
}

interface NotificationTable {
  notification_hash: string
  grant_id: string
  configuration_id: string
  issued_at: Date
  event: string | null
  event_at: Date | null
}

interface UsedIdentifierTable {
  identifier_hash: string
  expires_at: Date
}

interface NonceTable {
  nonce_hash: string
  expires_at: Date
}

interface StatusListTable {
  id: GeneratedAlways<number>
  size: number
  created_at: Date
  /** Goes up with every revocation in this list, in the transaction of the revocation. */
  sequence: Generated<number>
  token: string | null
  published_at: Date | null
  /** The `sequence` that was read before the entries of `token` were. */
  published_sequence: number | null
  /** Lists of one generation are opened together and take entries together; 0 takes none. */
  generation: Generated<number>
  /** What its decoys are derived from; null for lists of before there were any. */
  decoy_seed: Uint8Array | null
  /** How many of its decoys are set. */
  decoys: Generated<number>
  /** When it is signed again, whether or not something was revoked. */
  renew_at: Date | null
  /** Since when it is not published any more, for all its credentials have expired. */
  retired_at: Date | null
}

/** Has one row. */
interface StatusPublicationTable {
  only_row: boolean
  holder: string | null
  held_until: Date | null
}

interface IssuanceTable {
  id: Generated<string>
  status_list_id: number
  status_index: number
  grant_id: string
  /** Of the access token it was issued under. */
  access_token_hash: string | null
  configuration_id: string
  subject_hash: string
  key_thumbprint: string
  issued_at: Date
  valid_until: Date
  revoked_at: Date | null
  revocation_reason: string | null
}

/** Append-only: the database refuses to change or delete a row. */
interface AuditTable {
  sequence: GeneratedAlways<number>
  at: Date
  actor: string
  action: string
  subject_hash: string | null
  detail: JsonColumn<unknown>
  previous_hash: string
  hash: string
}

/** A life event that was applied: it is applied once. */
interface LifeEventTable {
  id: string
  type: string
  subject_hash: string
  occurred: string
  applied_at: Date
}

interface RenewalTable {
  id: Generated<string>
  subject_hash: string
  configuration_ids: JsonColumn<readonly string[]>
  reason: string
  created_at: Date
  offered_at: Date | null
}

/** The numbers of people who enrolled, sealed, for a register that knows people by number only. */
interface SubjectTable {
  subject_hash: string
  sealed_number: Uint8Array
  created_at: Date
}

interface AgencyKeyTable {
  id: string
  token_hash: string
  agency: string
  scopes: JsonColumn<readonly AgencyScope[]>
  quota_per_day: number
  rate_per_minute: number
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
}

interface RequestCountTable {
  name: string
  window_start: Date
  window_end: Date
  count: number
}

/** A row without an answer is a request under way, or one whose process died. */
interface IdempotencyTable {
  agency_key_id: string
  key_hash: string
  fingerprint: string
  owner: Generated<string>
  begun_at: Date
  answer: string | null
}

export type Row<T extends keyof Schema> = Selectable<Schema[T]>
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>
