import type { EnrolmentRecord, ReviewDecision } from '../enrolment-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

type Dependencies = Pick<IssuerDependencies, 'reviews' | 'register' | 'pictureSeal' | 'audit' | 'attempts' | 'now'>

/** What a registrar sees of one enrolment. */
export type ShownEnrolment = {
  readonly record: EnrolmentRecord
  /** While its review is open, both pictures; the register may have none. */
  readonly portraits: { readonly register: Uint8Array | undefined; readonly selfie: Uint8Array } | undefined
}

/**
 * Shows an enrolment to a registrar; that they looked at the pictures is in the audit log.
 *
 * @throws IssuerError `enrolment_not_found`
 */
export async function showEnrolment(
  { id, actor }: { readonly id: string; readonly actor: string },
  { reviews, register, pictureSeal, audit, now }: Dependencies,
): Promise<ShownEnrolment> {
  const record = await findRecord(id, reviews)
  const sealed = await reviews.findPicture(id, now())
  if (sealed === undefined || record.subjectHash === undefined) return { record, portraits: undefined }
  const { subjectHash } = record
  await audit.append({ actor, action: 'review_viewed', subjectHash, detail: { enrolment: id } }, now())
  const person = await register.findPerson(subjectHash)
  return { record, portraits: { register: person?.portrait ?? undefined, selfie: pictureSeal.open(id, sealed) } }
}

/**
 * Decides an open review; its picture is deleted with the decision.
 *
 * @throws IssuerError `enrolment_not_found`, `review_closed` when it was decided before or its time is over
 */
export async function decideReview(
  decision: ReviewDecision,
  { reviews, attempts, now }: Pick<Dependencies, 'reviews' | 'attempts' | 'now'>,
): Promise<EnrolmentRecord> {
  const { subjectHash } = await findRecord(decision.id, reviews)
  if (!(await reviews.decide(decision, now()))) {
    throw new IssuerError('review_closed', 'There is no open review of this enrolment any more.', {})
  }
  if (decision.outcome === 'approved' && subjectHash !== undefined) {
    for (const step of ['begin', 'pictures']) await attempts.clear(`${step}:person:${subjectHash}`)
  }
  return findRecord(decision.id, reviews)
}

async function findRecord(id: string, reviews: Dependencies['reviews']): Promise<EnrolmentRecord> {
  const record = await reviews.find(id)
  if (record === undefined) throw new IssuerError('enrolment_not_found', 'There is no enrolment of this id.', {})
  return record
}
