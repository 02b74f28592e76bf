import type { LivenessChallenge, LivenessOutcome } from './face-ports.ts'

export const CONSENT_LOCALES = ['th', 'en'] as const
/** What somebody agreed to: which text, and in which of its languages they read it. */
export type EnrolmentConsent = { readonly version: string; readonly locale: (typeof CONSENT_LOCALES)[number] }

/**
 * What somebody enrols for. `replace`: to have their documents on another device, and on none of before. `revoke`: to have
 * them revoked, and nothing else.
 */
export const ENROLMENT_PURPOSES = ['issue', 'replace', 'revoke'] as const
export type EnrolmentPurpose = (typeof ENROLMENT_PURPOSES)[number]

/** An enrolment that has begun: who it is for, as hashes, and what they agreed to. Nothing was looked up for it. */
export type EnrolmentSession = {
  readonly id: string
  readonly purpose: EnrolmentPurpose
  readonly subjectHash: string
  /** Keyed hash over number, date of birth and laser code, as they were typed. */
  readonly factorsHash: string
  readonly withLaserCode: boolean
  readonly configurationIds: readonly string[]
  readonly consent: EnrolmentConsent
  /** Also the time of the consent. */
  readonly createdAt: Date
  readonly expiresAt: Date
  /** How many challenges it has had. */
  readonly challenges: number
  readonly decided: boolean
}

/** Running enrolments and their challenges, for all processes of the issuer. */
export interface EnrolmentSessionStore {
  /** @returns its id */
  add(
    session: Omit<EnrolmentSession, 'id' | 'challenges' | 'decided'>,
    secretHash: string,
    challenge: LivenessChallenge,
  ): Promise<string>
  find(id: string): Promise<{ readonly session: EnrolmentSession; readonly secretHash: string } | undefined>
  /** Adds a challenge in one step with counting it. @returns whether there were fewer than `limit` */
  addChallenge(id: string, challenge: LivenessChallenge, limit: number): Promise<boolean>
  /** Uses a challenge up: of two callers with one nonce, one gets it. */
  takeChallenge(id: string, nonce: string, now: Date): Promise<LivenessChallenge | 'used' | 'unknown'>
  /** Undoes `takeChallenge`, where nothing was looked at. */
  giveChallengeBack(id: string, nonce: string): Promise<void>
}

export type EnrolmentOutcome = 'approved' | 'review' | 'refused'

/** What was measured and decided; no picture, no number, nothing that somebody typed. */
export type EnrolmentEvidence = {
  readonly purpose: EnrolmentPurpose
  readonly configurationIds: readonly string[]
  /** Nothing for a number that is not in the register. */
  readonly subjectHash: string | undefined
  /** Why it was refused. */
  readonly code: string | undefined
  /** Why a person had to look. */
  readonly reviewCode: string | undefined
  readonly percent: number | undefined
  readonly operatingPoint: string | undefined
  readonly profile: string | undefined
  readonly modelHash: string | undefined
  readonly liveness: Omit<LivenessOutcome, 'advice'> | undefined
  readonly withLaserCode: boolean
  readonly consent: EnrolmentConsent
  readonly consentedAt: Date
}

/** A selfie that waits for a registrar. */
export type ReviewPicture = { readonly sealedSelfie: Uint8Array; readonly expiresAt: Date }

export interface EnrolmentLog {
  /**
   * Ends an enrolment: evidence, audit entry and, for a review, the picture, in one transaction; and in the same, revokes
   * what it is to revoke where it is approved.
   * @returns false when it had ended before; then nothing was written
   */
  conclude(
    id: string,
    conclusion: {
      readonly outcome: EnrolmentOutcome
      readonly evidence: EnrolmentEvidence
      readonly review?: ReviewPicture
    },
    now: Date,
  ): Promise<boolean>
  /** Evidence of an attempt that decided nothing: the enrolment goes on. */
  noteAttempt(enrolmentId: string, evidence: EnrolmentEvidence, now: Date): Promise<void>
  /** Whether this person was ever enrolled. */
  hasApproved(subjectHash: string): Promise<boolean>
  /** @returns nothing for an enrolment that is unknown or has not ended */
  outcomeOf(enrolmentId: string): Promise<EnrolmentOutcome | undefined>
}

/** An enrolment as an operator sees it. */
export type EnrolmentRecord = EnrolmentEvidence & {
  readonly id: string
  /** `failed`: an attempt that decided nothing. */
  readonly outcome: EnrolmentOutcome | 'failed'
  readonly createdAt: Date
  readonly reviewExpiresAt: Date | undefined
  readonly decidedAt: Date | undefined
  readonly decidedBy: string | undefined
  readonly decisionReason: string | undefined
}

export type ReviewDecision = {
  readonly id: string
  readonly outcome: 'approved' | 'refused'
  readonly actor: string
  readonly reason: string
}

/** What a registrar works with. A review is open until it is decided or its time is over. */
export interface ReviewStore {
  list(outcome: EnrolmentRecord['outcome'], limit: number): Promise<readonly EnrolmentRecord[]>
  find(id: string): Promise<EnrolmentRecord | undefined>
  /** The sealed selfie of an open review. */
  findPicture(id: string, now: Date): Promise<Uint8Array | undefined>
  /**
   * Decides an open review and deletes its picture, in one transaction with the audit entry, and revokes what it is to
   * revoke where it is approved.
   *
   * @returns whether it was open
   */
  decide(decision: ReviewDecision, now: Date): Promise<boolean>
}

/** Seals pictures for the time that they have to be kept; each opens under the id of its enrolment only. */
export interface PictureSeal {
  seal(enrolmentId: string, picture: Uint8Array): Uint8Array
  open(enrolmentId: string, sealed: Uint8Array): Uint8Array
}
