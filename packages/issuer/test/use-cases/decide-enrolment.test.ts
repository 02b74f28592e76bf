import { expect, test } from 'vitest'
import type { FaceComparison } from '../../src/index.ts'
import { decideEnrolment, type EnrolmentFindings } from '../../src/use-cases/decide-enrolment.ts'

const face = (decision: FaceComparison['decision']): FaceComparison => ({
  decision,
  percent: 50,
  operatingPoint: 'p',
  profile: 'p@1',
  modelHash: 'm',
})
const right: EnrolmentFindings = {
  known: true,
  factorsRight: true,
  withLaserCode: true,
  enrolledBefore: false,
  certain: true,
  face: face('match'),
}

test.each<[Partial<EnrolmentFindings>, string]>([
  [{}, 'approved'],
  [{ known: false }, 'refused citizen_unknown'],
  [{ factorsRight: false }, 'refused factor_wrong'],
  [{ withLaserCode: false }, 'refused laser_code_missing'],
  [{ withLaserCode: false, enrolledBefore: true }, 'approved'],
  [{ face: face('no_match') }, 'refused face_no_match'],
  [{ face: face('review') }, 'review face_review'],
  [{ face: 'portrait_missing' }, 'review portrait_missing'],
  [{ face: 'portrait_unusable' }, 'review portrait_unusable'],
  [{ certain: false }, 'review liveness_uncertain'],
  // Nobody comes to a registrar with wrong factors, and a clear answer is not undone by a doubt beside it.
  [{ factorsRight: false, face: face('review') }, 'refused factor_wrong'],
  [{ factorsRight: false, face: 'portrait_missing' }, 'refused factor_wrong'],
  [{ known: false, face: 'portrait_missing' }, 'refused citizen_unknown'],
  [{ withLaserCode: false, certain: false }, 'refused laser_code_missing'],
  [{ face: face('no_match'), certain: false }, 'refused face_no_match'],
])('%j is %s', (findings, expected) => {
  const decision = decideEnrolment({ ...right, ...findings })
  const code = decision.outcome === 'refused' ? decision.code : decision.outcome === 'review' ? decision.reviewCode : ''
  expect(`${decision.outcome} ${code}`.trim()).toBe(expected)
})
