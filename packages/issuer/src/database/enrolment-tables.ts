import type { ColumnType, Generated } from 'kysely'
import type { EnrolmentPurpose } from '../enrolment-ports.ts'
import type { LivenessChallenge, LivenessOutcome } from '../face-ports.ts'
import type { JsonColumn } from './json-column.ts'

// Tables of enrolment and review.

export interface EnrolmentTable {
  id: Generated<string>
  subject_hash: string | null
  outcome: string
  code: string | null
  percent: number | null
  operating_point: string | null
  model_hash: string | null
  created_at: Date
  purpose: Generated<EnrolmentPurpose>
  configuration_ids: ColumnType<readonly string[], string | undefined, string>
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
export interface EnrolmentSessionTable {
  id: Generated<string>
  purpose: Generated<EnrolmentPurpose>
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

export interface EnrolmentChallengeTable {
  enrolment_id: string
  nonce: string
  challenge: JsonColumn<LivenessChallenge>
  used_at: Date | null
}

/** Sealed selfies of open reviews, and no other picture. */
export interface ReviewPictureTable {
  enrolment_id: string
  sealed: Uint8Array
}

export interface AttemptTable {
  key: string
  failures: number
  locked_until: Date | null
}
