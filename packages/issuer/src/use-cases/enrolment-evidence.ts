import type { EnrolmentEvidence, EnrolmentSession } from '../enrolment-ports.ts'
import type { PictureFindings } from './check-enrolment-pictures.ts'
import type { EnrolmentDecision } from './decide-enrolment.ts'

/** What is kept of an enrolment: what was measured and decided, and the consent; no picture and nothing that was typed. */
export function enrolmentEvidence(
  { purpose, configurationIds, subjectHash, withLaserCode, consent, createdAt }: EnrolmentSession,
  { liveness: { outcome, code, checks, advisory }, person, face }: PictureFindings,
  decision: EnrolmentDecision,
): EnrolmentEvidence {
  const comparison = typeof face === 'object' ? face : undefined
  return {
    purpose,
    configurationIds,
    subjectHash: person && subjectHash,
    code: decision.outcome === 'refused' ? decision.code : undefined,
    reviewCode: decision.outcome === 'review' ? decision.reviewCode : undefined,
    percent: comparison?.percent,
    operatingPoint: comparison?.operatingPoint,
    profile: comparison?.profile,
    modelHash: comparison?.modelHash,
    liveness: { outcome, code, checks, advisory },
    withLaserCode,
    consent,
    consentedAt: createdAt,
  }
}
