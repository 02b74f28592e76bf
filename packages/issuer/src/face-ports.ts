import type { CitizenNumber, JsonObject } from '@bai/credential'
import type { IssuerConfiguration } from './configuration.ts'
import type { AuditLog, Secrets } from './ports.ts'

export type FaceComparison = {
  readonly decision: 'match' | 'review' | 'no_match'
  /** 0…100, a scale for people and not a probability. */
  readonly percent: number
  readonly operatingPoint: string
  /** `id@version` of the calibration that gives percent and decision their meaning. */
  readonly profile: string
  readonly modelHash: string
}

/**
 * Compares two photographs; the images are gone when it returns. Looks at the second first, so that what is wrong with it
 * is told whatever the first is.
 *
 * @throws IssuerError `picture_unusable`, which says which of the two; `face_matcher_busy`
 */
export type CompareFaces = (first: Uint8Array, second: Uint8Array) => Promise<FaceComparison>

/** What somebody is asked to do before the camera, as the matcher made it: JSON, stored and sent. */
export type LivenessChallenge = {
  readonly id: string
  /** Sent back with the film. */
  readonly nonce: string
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  readonly expiresAt: number
  readonly steps: readonly {
    readonly action: { readonly kind: string; readonly times?: number }
    /** Milliseconds since the challenge was shown. */
    readonly from: number
    readonly until: number
  }[]
  /** When the film ends, in milliseconds since the challenge was shown. */
  readonly endsAt: number
}

export type LivenessFilm = {
  /** Taken out of its store, so that it is used once. */
  readonly challenge: LivenessChallenge
  readonly nonce: string
  /** `at`: milliseconds since the challenge was shown, by the client. */
  readonly frames: readonly { readonly at: number; readonly image: Uint8Array }[]
  /** By our clock, when all of it was there. */
  readonly receivedAt: Date
  readonly selfie: Uint8Array
}

export type LivenessOutcome = {
  readonly outcome: 'passed' | 'uncertain' | 'failed'
  /** Of what failed or is uncertain. */
  readonly code: string | undefined
  /** An English sentence that tells the person what to do better. */
  readonly advice: string | undefined
  readonly checks: readonly {
    readonly stage: string
    readonly outcome: string
    readonly code?: string
    readonly at?: number
    readonly step?: number
  }[]
  /** Measures by name, which decide nothing. */
  readonly advisory: Readonly<Record<string, number>> | undefined
}

/**
 * Whether the person of the selfie was before the camera; the images are gone when it returns.
 *
 * @throws IssuerError `picture_unusable`, about the selfie as the second picture; `face_matcher_busy`
 */
export type CheckLiveness = (film: LivenessFilm) => Promise<LivenessOutcome>

export interface Liveness {
  createChallenge(now: Date): LivenessChallenge
  readonly check: CheckLiveness
}

export type PortraitLookup =
  | { readonly state: 'found'; readonly portrait: Uint8Array }
  | { readonly state: 'citizen_unknown' | 'citizen_not_eligible' | 'portrait_missing' }

/** Where the portraits come from that a face is verified against. */
export interface PortraitSource {
  findPortrait(citizenNumber: CitizenNumber): Promise<PortraitLookup>
  /**
   * Portrait of somebody else, always the same one for the same number: compared where there is none to compare with, so
   * that it costs the same work, also when the same number is asked for again. Nothing in a register without portraits.
   */
  decoyPortrait(citizenNumber: CitizenNumber): Promise<Uint8Array | undefined>
}

export const AGENCY_SCOPES = ['faces:verify', 'faces:compare', 'register:existence'] as const
export type AgencyScope = (typeof AGENCY_SCOPES)[number]

/** What an agency may do with its API key. Nothing of it changes but the revocation. */
export type AgencyKey = {
  readonly id: string
  readonly agency: string
  readonly scopes: readonly AgencyScope[]
  /** Comparisons a day of UTC. */
  readonly quotaPerDay: number
  /** Requests a minute. */
  readonly ratePerMinute: number
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | undefined
}

export interface AgencyKeyStore {
  add(key: AgencyKey, tokenHash: string): Promise<void>
  find(id: string): Promise<{ readonly key: AgencyKey; readonly tokenHash: string } | undefined>
  list(): Promise<readonly AgencyKey[]>
  /** @returns whether there was such a key that was not revoked yet */
  revoke(id: string, now: Date): Promise<boolean>
}

export type CountRule = { readonly limit: number; readonly windowSeconds: number }

/** Counts in windows that begin at whole multiples of their length. */
export interface RequestCounts {
  /** Counts one, in one step. @returns 0, or the seconds until the window ends; what is over the limit is not counted */
  take(name: string, now: Date, rule: CountRule): Promise<number>
  /** Takes one back, while its window lasts. */
  giveBack(name: string, now: Date): Promise<void>
}

/** What was answered: a body, or a refusal that would be the same again. */
export type KeptAnswer =
  | { readonly body: JsonObject }
  | { readonly refusal: { readonly code: string; readonly message: string; readonly details: JsonObject } }

export type IdempotentRequest = {
  readonly agencyKeyId: string
  /** Keyed hash of the `Idempotency-Key`. */
  readonly keyHash: string
  /** Keyed hash of endpoint and body. */
  readonly fingerprint: string
}

export type IdempotencyState =
  /** `owner` must be shown to keep an answer or to release the key. */
  | { readonly state: 'begun'; readonly owner: string }
  | { readonly state: 'answered'; readonly answer: KeptAnswer }
  | { readonly state: 'running' }
  | { readonly state: 'other_request' }

export interface IdempotencyStore {
  /** Lets one of those who come with the same key begin; one that began and was never heard of again holds it for a while. */
  begin(request: IdempotentRequest, now: Date): Promise<IdempotencyState>
  keep(owner: string, answer: KeptAnswer): Promise<void>
  release(owner: string): Promise<void>
}

export type FaceEndpoint = 'face-verifications' | 'face-comparisons'

/** Where a request came to, and whose it is; no key before it is known. */
export type FaceMetricLabels = { readonly endpoint: FaceEndpoint; readonly agencyKeyId: string | undefined }

/** What is counted, by endpoint and by the id of the agency's key. */
export interface FaceMetrics {
  decided(labels: FaceMetricLabels, decision: FaceComparison['decision']): void
  /** @param code of the `IssuerError`, or `server_error` */
  refused(labels: FaceMetricLabels, code: string): void
  ended(labels: FaceMetricLabels, seconds: number): void
  /** A portrait of the register that cannot be used. */
  portraitFault(reason: string): void
  inFlight(requests: number): void
  /** In the text format of Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

/** A clock that never goes back, for measuring, and a way to wait. */
export interface Timer {
  milliseconds(): number
  wait(milliseconds: number): Promise<void>
}

type FaceRules =
  | 'faceAnswerGridMilliseconds'
  | 'faceRequestsAtOnce'
  | 'faceRequestsAtOncePerAgency'
  | 'faceTriesPerHour'
  | 'faceTriesPerHourAndAgency'

export type FaceVerificationDependencies = {
  readonly configuration: Pick<IssuerConfiguration, FaceRules>
  readonly secrets: Secrets
  readonly now: () => Date
  readonly timer: Timer
  readonly portraits: PortraitSource
  readonly compareFaces: CompareFaces
  readonly agencyKeys: AgencyKeyStore
  readonly requestCounts: RequestCounts
  readonly idempotency: IdempotencyStore
  readonly audit: AuditLog
  readonly faceMetrics: FaceMetrics
  /** Gets what is wrong inside; it holds no personal data. */
  readonly report: (error: unknown) => void
}
