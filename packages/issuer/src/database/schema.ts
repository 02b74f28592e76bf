import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely'
import type { AgencyScope } from '../face-ports.ts'
import type { StoredOperator } from '../operator-ports.ts'
import type {
  AccessTokenTable,
  AuthorizationRequestTable,
  DeferredIssuanceTable,
  NonceTable,
  NotificationTable,
  OfferTable,
  RefreshTokenTable,
  UsedIdentifierTable,
  WalletGrantTable,
} from './authorization-tables.ts'
import type {
  AttemptTable,
  EnrolmentChallengeTable,
  EnrolmentSessionTable,
  EnrolmentTable,
  ReviewPictureTable,
} from './enrolment-tables.ts'
import type { JsonColumn } from './json-column.ts'
import type { HouseTable, LifeEventTable, PersonTable, RenewalTable, SubjectTable } from './register-tables.ts'

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
  dossier: DossierTable
  audit: AuditTable
  life_event: LifeEventTable
  renewal: RenewalTable
  subject: SubjectTable
  agency_key: AgencyKeyTable
  request_count: RequestCountTable
  idempotency: IdempotencyTable
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

interface DossierTable {
  subject_hash: string
  derivation_id: string
  /** Keyed hash of a citizen number, where the agency has a record of its own of the person. */
  record_key: string | null
  /** Nothing once they were issued, or might have been. */
  sealed_claims: Uint8Array | null
  claims_until: Date
  /** Nothing once it has ended. */
  sealed_sources: Uint8Array | null
  valid_until: Date
  created_at: Date
  ended_at: Date | null
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
