import type { EnrolledFace } from './compare-enrolled-face.ts'

export type EnrolmentFindings = {
  /** Whether the register has this number. */
  readonly known: boolean
  readonly factorsRight: boolean
  readonly withLaserCode: boolean
  readonly enrolledBefore: boolean
  /** Whether liveness is beyond doubt; a film that failed never comes here. */
  readonly certain: boolean
  readonly face: EnrolledFace
}

export type EnrolmentDecision =
  | { readonly outcome: 'approved' }
  /** `reviewCode`: why a person has to look. */
  | { readonly outcome: 'review'; readonly reviewCode: string }
  /** `code`: for the evidence, never for the caller. */
  | { readonly outcome: 'refused'; readonly code: string }

/**
 * Decides on everything that was found. Wrong factors refuse before anything else, so that nobody comes to a registrar by a
 * doubtful face alone; a clear "other person" refuses, for a registrar would see no more than the matcher. What is left in
 * doubt is a person's to decide.
 */
export function decideEnrolment(findings: EnrolmentFindings): EnrolmentDecision {
  const { known, factorsRight, withLaserCode, enrolledBefore, certain, face } = findings
  if (!known) return refused('citizen_unknown')
  if (!factorsRight) return refused('factor_wrong')
  if (!withLaserCode && !enrolledBefore) return refused('laser_code_missing')
  if (face === 'portrait_missing' || face === 'portrait_unusable') return review(face)
  if (face.decision === 'no_match') return refused('face_no_match')
  if (face.decision === 'review') return review('face_review')
  return certain ? { outcome: 'approved' } : review('liveness_uncertain')
}

function refused(code: string): EnrolmentDecision {
  return { outcome: 'refused', code }
}

function review(reviewCode: string): EnrolmentDecision {
  return { outcome: 'review', reviewCode }
}
