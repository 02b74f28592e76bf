import type { CitizenNumber, JsonObject, Platform, RandomBytes, Signer } from '@bai/credential'
import type { AuthorizationDependencies } from './authorization-ports.ts'
import type { ClaimsSource } from './claims/claims-source.ts'
import type { IssuerConfiguration } from './configuration.ts'
import type { CredentialCatalogue } from './credential-configurations.ts'
import type {
  EnrolmentLog,
  EnrolmentOutcome,
  EnrolmentSessionStore,
  PictureSeal,
  ReviewStore,
} from './enrolment-ports.ts'
import type { FaceVerificationDependencies, Liveness } from './face-ports.ts'
import type { IssuerKeys } from './key-ports.ts'
import type { OperatorDependencies } from './operator-ports.ts'
import type { RegisterStore } from './registry/register-store.ts'
import type { RenewalStore } from './renewal-ports.ts'
import type { StatusPublisher } from './status-ports.ts'

/** Keyed and plain hashes: what may be stored of a number or a code, and nothing that leads back to it. */
export interface Secrets {
  /** Of a citizen's number, under this issuer's key. */
  subjectHash(citizenNumber: CitizenNumber): string
  /** Of a transaction code: six digits, so keyed, and bound to its offer's code. */
  txCodeHash(code: string, txCode: string): string
  /** Of what an agency sent: a request, or the name it gives to one. Keyed, for it may hold a number and a face. */
  requestHash(text: string): string
  /** Of what this server gives out and takes back without keeping it. Keyed, so that nobody else can make one. */
  stamp(text: string): string
  /** Of what somebody typed at enrolment. Keyed, for dates of birth are few. */
  factorsHash(text: string): string
  /** Of a random token of 128 bits or more. */
  tokenHash(token: string): string
  /** The code of an offer that is fetched by reference: it follows from the reference, and need not be kept. */
  offerCode(reference: string): string
  /** Of the `issuer_state` of an offer. Keyed, so that it is the hash of no code. */
  issuerStateHash(issuerState: string): string
  /** Comparison in constant time. */
  equal(a: string, b: string): boolean
}

export type Offer = {
  readonly id: string
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  readonly txCodeHash: string | undefined
  readonly txCodeFailures: number
  readonly expiresAt: Date
  readonly redeemed: boolean
  readonly voided: boolean
  /** The enrolment that it was made for; nothing for an operator's. */
  readonly enrolmentId: string | undefined
  /** What has become of that enrolment by now: a review may still be open. */
  readonly enrolmentOutcome: EnrolmentOutcome | undefined
}
/** What becomes of an offer whose code was sent. */
export type OfferDecision = 'redeem' | 'count_failure' | 'void' | 'leave'

export interface OfferStore {
  add(offer: {
    readonly codeHash: string
    readonly txCodeHash: string | undefined
    readonly subjectHash: string
    readonly configurationIds: readonly string[]
    readonly createdAt: Date
    readonly expiresAt: Date
    readonly enrolmentId?: string | undefined
  }): Promise<string>
  /** Lets one caller at a time decide on an offer, and carries the decision out before the next one looks. */
  decide(codeHash: string, now: Date, decide: (offer: Offer | undefined) => OfferDecision): Promise<Offer | undefined>
}

export interface NonceStore {
  add(nonceHash: string, expiresAt: Date): Promise<void>
  /** Uses a nonce up. @returns whether it was there and still good; of two callers with one nonce, one is told so */
  consume(nonceHash: string, now: Date): Promise<boolean>
}

export type IssuanceRecord = {
  readonly id: string
  readonly statusListId: number
  readonly statusIndex: number
}

export interface IssuanceStore {
  /**
   * Records that credentials are about to be issued, and takes a status index for each that nobody ever had. Done when it
   * is durable: a credential goes out only after this. Where the grant rests on an enrolment that replaces a device, what
   * the person had of the same document before it is revoked in the same transaction.
   *
   * @returns one record for each key; nothing when the access token has had `maxCopies` of this credential
   * @throws IssuerError `access_token_invalid` when the grant has ended meanwhile
   */
  record(issuance: {
    readonly grantId: string
    readonly accessTokenHash: string
    readonly subjectHash: string
    readonly configurationId: string
    readonly keyThumbprints: readonly string[]
    readonly issuedAt: Date
    readonly validUntil: Date
    readonly maxCopies: number
  }): Promise<readonly IssuanceRecord[] | undefined>
  /** Revokes all of a citizen's credentials of the given types that are not revoked yet. @returns how many */
  revoke(revocation: {
    readonly subjectHash: string
    readonly configurationIds: readonly string[]
    readonly reason: string
    readonly now: Date
  }): Promise<number>
  /**
   * Revokes what is bound to a key and not revoked yet; with `all` also the other copies of the same document, of the same
   * person, under whichever key and in whichever format. In the audit log in the same transaction.
   *
   * @returns how many; nothing when there never was a credential with this key
   */
  revokeByKey(revocation: {
    readonly keyThumbprint: string
    readonly all: boolean
    readonly reason: string
    readonly actor: string
    readonly now: Date
  }): Promise<number | undefined>
}

export type AuditEntry = {
  readonly actor: string
  readonly action: string
  readonly subjectHash?: string
  /** Names, counts and codes; never a value from the register. */
  readonly detail: JsonObject
}

export interface AuditLog {
  append(entry: AuditEntry, now: Date): Promise<void>
}

/** From `freeTries` on, each try locks the key twice as long as the one before. */
export type AttemptRule = { readonly freeTries: number; readonly firstLockSeconds: number }

export interface AttemptStore {
  /** Counts a try, in one step. @returns 0, or the seconds for which this key is locked; a locked try is not counted */
  take(key: string, now: Date, rule: AttemptRule): Promise<number>
  /** Takes one counted try back, with the lock it brought. */
  giveBack(key: string): Promise<void>
  clear(key: string): Promise<void>
}

/** Signs credentials and status lists with the issuer's key, held by the agent. */
export interface CredentialSigner {
  readonly did: string
  /** `iss` of SD-JWT VCs: the address where the key has certificates, which are for addresses; else the DID. */
  readonly issuer: string
  readonly keyId: string
  readonly signer: Signer
  /** How a header names the key: by `kid`, and by certificates where there are some. */
  header(): JsonObject
  /**
   * Signs a credential in the form of its configuration.
   *
   * @param credential as `shapeCredential` makes it
   * @returns the compact text
   */
  issue(input: { readonly configurationId: string; readonly credential: JsonObject }): Promise<string>
  didDocument(): Promise<JsonObject>
  readonly keys: IssuerKeys
  /** Certificate in PEM of the authority of this run, in development. */
  developmentAnchor(): string | undefined
}

/** Opens requests that wallets encrypted for this issuer (OpenID4VCI 1.0, section 10). */
export interface RequestEncryption {
  readonly publicJwk: JsonObject
  /** @returns nothing when it was not encrypted for us by an algorithm that we announce */
  decrypt(jwe: string): Promise<string | undefined>
}

/** A portrait of the register, as a data URL, made small enough for a credential. */
export type ShrinkPortrait = (portrait: string) => Promise<string>

export type IssuerDependencies = FaceVerificationDependencies &
  AuthorizationDependencies &
  OperatorDependencies & {
    readonly configuration: IssuerConfiguration
    readonly catalogue: CredentialCatalogue
    readonly claimsSource: ClaimsSource
    readonly platform: Platform
    readonly randomBytes: RandomBytes
    readonly register: RegisterStore
    readonly offers: OfferStore
    readonly nonces: NonceStore
    readonly issuances: IssuanceStore
    readonly statusPublisher: StatusPublisher
    readonly renewals: RenewalStore
    readonly enrolments: EnrolmentLog
    readonly enrolmentSessions: EnrolmentSessionStore
    readonly reviews: ReviewStore
    readonly pictureSeal: PictureSeal
    readonly liveness: Liveness
    readonly attempts: AttemptStore
    readonly credentialSigner: CredentialSigner
    readonly requestEncryption: RequestEncryption
    readonly shrinkPortrait: ShrinkPortrait
  }
