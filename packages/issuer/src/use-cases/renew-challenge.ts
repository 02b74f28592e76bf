import type { EnrolmentSession } from '../enrolment-ports.ts'
import { IssuerError } from '../errors.ts'
import type { LivenessChallenge } from '../face-ports.ts'
import type { IssuerDependencies } from '../ports.ts'

type Dependencies = Pick<IssuerDependencies, 'enrolmentSessions' | 'liveness' | 'configuration' | 'now'>

/**
 * Another challenge for an enrolment whose film was no good or too late. Few of them: see `enrolmentChallenges`.
 *
 * @throws IssuerError `enrolment_ended`, `challenge_limit_reached`
 */
export async function renewChallenge(
  session: EnrolmentSession,
  { enrolmentSessions, liveness, configuration, now }: Dependencies,
): Promise<LivenessChallenge> {
  if (session.decided) throw enrolmentEnded()
  const { enrolmentChallenges: limit } = configuration
  const challenge = liveness.createChallenge(now())
  if (await enrolmentSessions.addChallenge(session.id, challenge, limit)) return challenge
  const message = `An enrolment has ${limit} challenges at most; begin a new one.`
  throw new IssuerError('challenge_limit_reached', message, { limit })
}

export function enrolmentEnded(): IssuerError<'enrolment_ended'> {
  return new IssuerError('enrolment_ended', 'This enrolment has been decided; begin a new one if you need to.', {})
}
