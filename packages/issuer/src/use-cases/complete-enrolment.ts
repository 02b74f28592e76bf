import type { EnrolmentSession, ReviewPicture } from '../enrolment-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { checkEligible } from './check-eligible.ts'
import { checkEnrolmentPictures, type EnrolmentPictures, type PictureFindings } from './check-enrolment-pictures.ts'
import { decideEnrolment, type EnrolmentDecision } from './decide-enrolment.ts'
import { enrolmentEvidence } from './enrolment-evidence.ts'
import { factorsHashOf } from './enrolment-factors.ts'
import { forgiveTries } from './enrolment-tries.ts'
import { enrolmentEnded } from './renew-challenge.ts'

/** An enrolment that was not refused, for whoever goes on with it. */
export type ConcludedEnrolment = {
  readonly enrolmentId: string
  readonly subjectHash: string
  readonly outcome: 'approved' | 'review'
  readonly configurationIds: readonly string[]
}

/** What follows on an approval or a review, and is answered: an offer, the end of a sign-in, or nothing more. */
export type AfterEnrolment<T> = (concluded: ConcludedEnrolment) => Promise<T>

const DAY = 86_400_000

/**
 * Ends an enrolment with its film and selfie: liveness, factors and face are decided on together. The pictures are in
 * memory for this call only; a review keeps the selfie, sealed, until a registrar has decided. Whatever concerns who
 * somebody is, is refused in one and the same way; what is wrong with film or selfie is told, for that does not depend on
 * the register.
 *
 * @returns what `after` makes of it
 * @throws IssuerError `enrolment_locked`, `enrolment_ended`, `challenge_unknown`, `challenge_used`, `picture_unusable`,
 * `face_matcher_busy`, `liveness_failed`, `enrolment_refused`, and those of `after`
 */
export async function completeEnrolment<T>(
  input: EnrolmentPictures,
  dependencies: IssuerDependencies,
  after: AfterEnrolment<T>,
): Promise<T> {
  const { session, address, selfie } = input
  const { id: enrolmentId, subjectHash, configurationIds } = session
  const { enrolments, now } = dependencies
  const found = await checkEnrolmentPictures(input, dependencies)
  const decision = await decide(session, found, dependencies)
  const { outcome } = decision
  const evidence = enrolmentEvidence(session, found, decision)
  const conclusion = {
    outcome,
    evidence,
    ...(outcome === 'review' && { review: keep(enrolmentId, selfie, dependencies) }),
  }
  if (!(await enrolments.conclude(enrolmentId, conclusion, now()))) throw enrolmentEnded()
  if (outcome === 'refused') throw refused()
  if (outcome === 'approved') await forgiveTries({ subjectHash, address }, dependencies)
  return after({ enrolmentId, subjectHash, outcome, configurationIds })
}

async function decide(
  session: EnrolmentSession,
  { liveness, person, face }: PictureFindings,
  dependencies: IssuerDependencies,
): Promise<EnrolmentDecision> {
  const { secrets, enrolments } = dependencies
  const { subjectHash, withLaserCode } = session
  const expected = person && factorsHashOf(subjectHash, person, withLaserCode, secrets)
  const decision = decideEnrolment({
    known: person !== undefined,
    factorsRight: secrets.equal(expected ?? '', session.factorsHash),
    withLaserCode,
    enrolledBefore: await enrolments.hasApproved(subjectHash),
    certain: liveness.outcome === 'passed',
    face,
  })
  // Who could not be issued anything may still have lost a device.
  if (decision.outcome !== 'review' || session.purpose === 'revoke') return decision
  // To somebody whose face is in doubt, this would tell what the register has on a person; where it is not, it may be told.
  if (await isEligible(session, dependencies)) return decision
  return { outcome: 'refused', code: 'citizen_not_eligible' }
}

async function isEligible(session: EnrolmentSession, dependencies: IssuerDependencies): Promise<boolean> {
  try {
    await checkEligible(session, dependencies)
    return true
  } catch (error) {
    if (error instanceof IssuerError && error.code === 'citizen_not_eligible') return false
    throw error
  }
}

function keep(
  enrolmentId: string,
  selfie: Uint8Array,
  { pictureSeal, configuration, now }: IssuerDependencies,
): ReviewPicture {
  const expiresAt = new Date(now().getTime() + configuration.reviewLifetimeDays * DAY)
  return { sealedSelfie: pictureSeal.seal(enrolmentId, selfie), expiresAt }
}

function refused(): IssuerError<'enrolment_refused'> {
  const message =
    'The enrolment was refused. Check the number, the date of birth and the laser code, take the picture again in good light, or go to a registration office.'
  return new IssuerError('enrolment_refused', message, {})
}
