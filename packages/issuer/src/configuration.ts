import type { BilingualText } from '@bai/credential'

/** What an issuer is told about itself. Times are in seconds unless their name says otherwise. */
export type IssuerConfiguration = {
  /** `credential_issuer` of OpenID4VCI: https without a trailing slash; in development http on loopback. */
  readonly credentialIssuer: string
  readonly name: BilingualText
  /** How long an offer waits to be taken up. */
  readonly offerLifetimeSeconds: number
  readonly accessTokenLifetimeSeconds: number
  readonly nonceLifetimeSeconds: number
  /** Wrong transaction codes that void an offer. */
  readonly txCodeTries: number
  /** Validity of one copy of a credential; the document's own expiry is a claim. */
  readonly credentialLifetimeDays: number
  /** Copies of one credential that one offer gives. */
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
}

/** Design values: see docs/architecture.md. */
export const defaultConfiguration: Omit<IssuerConfiguration, 'credentialIssuer'> = {
  name: { th: 'กรมการปกครอง (สาธิต)', en: 'Department of Provincial Administration (demonstration)' },
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
}
