import type { BilingualText } from '@bai/credential'
import type { RegisteredClient, WalletProvider } from './authorization-ports.ts'

/** What an issuer is told about itself. Times are in seconds unless their name says otherwise. */
export type IssuerConfiguration = {
  /** `credential_issuer` of OpenID4VCI: https without a trailing slash; in development http on loopback. */
  readonly credentialIssuer: string
  readonly name: BilingualText
  /**
   * The HAIP 1.0 profile: pushed authorization requests, wallet attestation and DPoP for everybody, and no pre-authorised
   * code, which it does not cover.
   */
  readonly haip: boolean
  /** For trying: any wallet, sign-in by number and date of birth alone. Never with people in the register. */
  readonly development: boolean
  readonly clients: readonly RegisteredClient[]
  readonly walletProviders: readonly WalletProvider[]
  /** Whether a provider must attest each key that a credential is bound to. */
  readonly keyAttestationRequired: boolean
  /** Takes `proof` of the drafts too, for wallets that have not come to 1.0; everything else about it is as for `proofs`. */
  readonly draftProofs: boolean
  /** How long a new key is announced before it may sign, so that all verifiers have it by then. */
  readonly keyAnnouncementSeconds: number
  /** How long a pushed request waits for the person to sign in. */
  readonly authorizationRequestLifetimeSeconds: number
  readonly authorizationCodeLifetimeSeconds: number
  readonly refreshTokenLifetimeDays: number
  /** Refills of one wallet a day. */
  readonly refillsPerDay: number
  /** How long credentials stay owed while an enrolment is under review, and how often a wallet should ask. */
  readonly deferralLifetimeDays: number
  readonly deferralIntervalSeconds: number
  /** How long an offer waits to be taken up. */
  readonly offerLifetimeSeconds: number
  readonly accessTokenLifetimeSeconds: number
  readonly nonceLifetimeSeconds: number
  /** Wrong transaction codes that void an offer. */
  readonly txCodeTries: number
  /** Validity of one copy of a credential; the document's own expiry is a claim. */
  readonly credentialLifetimeDays: number
  /** Copies of one credential that one access token gives, and that one request can ask for. */
  readonly maxCopies: number
  /** Entries of one status list. */
  readonly statusListSize: number
  /** Lists that take entries at the same time. So many that they last for weeks: which list it is tells when it was issued. */
  readonly statusListsOpen: number
  /** After this long new lists are opened, so that the old ones end when their last credential has expired. */
  readonly statusCohortDays: number
  /** How often lists are published: a revocation shows after this long at the latest. */
  readonly statusPublicationSeconds: number
  /** How long a published list may be used without looking for a newer one, and until it decides nothing. */
  readonly statusListTtlSeconds: number
  readonly statusListLifetimeSeconds: number
  /**
   * Answers to face verifications go out on multiples of this, counted from when the request was read. Well above what a
   * comparison takes, or the step itself tells how long it took.
   */
  readonly faceAnswerGridMilliseconds: number
  /** Requests of agencies that are read or worked on at the same time; more are sent away, never kept waiting. */
  readonly faceRequestsAtOnce: number
  readonly faceRequestsAtOncePerAgency: number
  /** Verifications of one citizen an hour by all agencies together, and by one. */
  readonly faceTriesPerHour: number
  readonly faceTriesPerHourAndAgency: number
  /** From the beginning of an enrolment to its pictures. */
  readonly enrolmentLifetimeSeconds: number
  /** Liveness challenges that one enrolment may have: whoever could ask for more would wait for one that an old film fits. */
  readonly enrolmentChallenges: number
  /** Films that are read or checked at the same time; more are sent away. */
  readonly enrolmentsAtOnce: number
  /** How long a registrar has for a review; then its picture is gone, and the enrolment refused. */
  readonly reviewLifetimeDays: number
  /** Ceilings for one network address, in each process: of everything, and of what costs signatures and rows. */
  readonly requestsPerMinute: number
  readonly parRequestsPerMinute: number
  readonly tokenRequestsPerMinute: number
  readonly nonceRequestsPerMinute: number
  readonly credentialRequestsPerMinute: number
}

/** Design values: see docs/architecture.md. */
export const defaultConfiguration: Omit<IssuerConfiguration, 'credentialIssuer'> = {
  name: { th: 'กรมการปกครอง (สาธิต)', en: 'Department of Provincial Administration (demonstration)' },
  haip: false,
  development: false,
  clients: [],
  walletProviders: [],
  keyAttestationRequired: false,
  draftProofs: false,
  keyAnnouncementSeconds: 86_400,
  authorizationRequestLifetimeSeconds: 900,
  authorizationCodeLifetimeSeconds: 60,
  refreshTokenLifetimeDays: 90,
  refillsPerDay: 10,
  deferralLifetimeDays: 14,
  deferralIntervalSeconds: 60,
  offerLifetimeSeconds: 900,
  accessTokenLifetimeSeconds: 600,
  nonceLifetimeSeconds: 300,
  txCodeTries: 3,
  credentialLifetimeDays: 90,
  maxCopies: 30,
  statusListSize: 2 ** 20,
  statusListsOpen: 4,
  statusCohortDays: 90,
  statusPublicationSeconds: 300,
  statusListTtlSeconds: 43_200,
  statusListLifetimeSeconds: 7 * 86_400,
  faceAnswerGridMilliseconds: 500,
  faceRequestsAtOnce: 8,
  faceRequestsAtOncePerAgency: 4,
  faceTriesPerHour: 20,
  faceTriesPerHourAndAgency: 5,
  enrolmentLifetimeSeconds: 900,
  enrolmentChallenges: 3,
  enrolmentsAtOnce: 4,
  reviewLifetimeDays: 7,
  requestsPerMinute: 1200,
  parRequestsPerMinute: 300,
  tokenRequestsPerMinute: 300,
  nonceRequestsPerMinute: 600,
  credentialRequestsPerMinute: 600,
}
