import type { EnrolmentSession } from '../enrolment-ports.ts'
import { IssuerError } from '../errors.ts'
import type { LivenessChallenge, LivenessOutcome } from '../face-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import type { PersonRecord } from '../registry/person-record.ts'
import { compareEnrolledFace, type EnrolledFace } from './compare-enrolled-face.ts'
import { enrolmentEvidence } from './enrolment-evidence.ts'
import { type EnrolmentTry, giveTryBack, takeTry } from './enrolment-tries.ts'
import { enrolmentEnded } from './renew-challenge.ts'

export type EnrolmentPictures = {
  readonly session: EnrolmentSession
  readonly nonce: string
  /** `at`: milliseconds since the challenge was shown. */
  readonly frames: readonly { readonly at: number; readonly image: Uint8Array }[]
  readonly selfie: Uint8Array
  /** Network address of the caller, for counting tries. */
  readonly address: string
}

/** Of a film that did not fail. */
export type PictureFindings = {
  readonly liveness: LivenessOutcome
  /** Nothing for a number that is not in the register. */
  readonly person: PersonRecord | undefined
  readonly face: EnrolledFace
}

/**
 * Looks at the pictures: first whether somebody was before the camera, for which nobody is looked up, and then at the face.
 * A try is taken before anything else, and given back where the pictures told nothing of anybody.
 *
 * @throws IssuerError `enrolment_locked`, `enrolment_ended`, `challenge_unknown`, `challenge_used`, `picture_unusable`,
 * `face_matcher_busy`, `liveness_failed`
 */
export async function checkEnrolmentPictures(
  pictures: EnrolmentPictures,
  dependencies: IssuerDependencies,
): Promise<PictureFindings> {
  const { session, nonce, address } = pictures
  const { id, subjectHash } = session
  const { enrolmentSessions, now } = dependencies
  const taken = await takeTry('pictures', { subjectHash, address }, dependencies)
  const challenge = await enrolmentSessions.takeChallenge(id, nonce, now())
  if (challenge === 'used' || challenge === 'unknown') {
    await giveTryBack(taken, dependencies)
    throw challengeRefused(challenge)
  }
  try {
    return await look(pictures, challenge, dependencies)
  } catch (error) {
    await makeGood(error, taken, pictures, dependencies)
    throw error
  }
}

async function look(
  { session, nonce, frames, selfie }: EnrolmentPictures,
  challenge: LivenessChallenge,
  dependencies: IssuerDependencies,
): Promise<PictureFindings> {
  const { liveness: checker, register, enrolments, now } = dependencies
  // A challenge that was left over when the enrolment ended.
  if (session.decided) throw enrolmentEnded()
  const liveness = await checker.check({ challenge, nonce, frames, receivedAt: now(), selfie })
  const person = await register.findPerson(session.subjectHash)
  if (liveness.outcome === 'failed') {
    const findings = { liveness, person, face: 'portrait_missing' } as const
    const evidence = enrolmentEvidence(session, findings, { outcome: 'refused', code: 'liveness_failed' })
    await enrolments.noteAttempt(session.id, evidence, now())
    throw livenessFailed(liveness, session, dependencies)
  }
  return { liveness, person, face: await compareEnrolledFace(person, session.subjectHash, selfie, dependencies) }
}

/** A selfie that is no good tells nothing of anybody. Being too busy is ours: the same film may be sent again. */
async function makeGood(
  error: unknown,
  taken: EnrolmentTry,
  { session, nonce }: EnrolmentPictures,
  dependencies: IssuerDependencies,
): Promise<void> {
  const code = error instanceof IssuerError ? error.code : undefined
  if (code === 'picture_unusable' || code === 'face_matcher_busy' || code === 'enrolment_ended') {
    await giveTryBack(taken, dependencies)
  }
  if (code === 'face_matcher_busy') await dependencies.enrolmentSessions.giveChallengeBack(session.id, nonce)
}

function challengeRefused(state: 'used' | 'unknown'): IssuerError {
  return state === 'used'
    ? new IssuerError('challenge_used', 'This challenge was answered before; ask for a new one.', {})
    : new IssuerError('challenge_unknown', 'This enrolment has no challenge with this nonce; ask for a new one.', {})
}

function livenessFailed(
  { code = 'unknown', advice, checks }: LivenessOutcome,
  { challenges }: EnrolmentSession,
  { configuration }: IssuerDependencies,
): IssuerError<'liveness_failed'> {
  const step = checks.find(({ outcome }) => outcome === 'failed')?.step
  const challengesLeft = Math.max(0, configuration.enrolmentChallenges - challenges)
  const message = `The film was not accepted. ${advice ?? 'Please start again.'}`
  return new IssuerError('liveness_failed', message, { code, step, challengesLeft })
}
