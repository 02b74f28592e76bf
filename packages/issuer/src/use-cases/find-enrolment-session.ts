import type { EnrolmentSession } from '../enrolment-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Dependencies = Pick<IssuerDependencies, 'enrolmentSessions' | 'secrets' | 'now'>

/**
 * The enrolment of whoever shows its secret.
 *
 * @throws IssuerError `enrolment_secret_invalid`, the same for an unknown enrolment; `enrolment_expired`
 */
export async function findEnrolmentSession(
  id: string,
  secret: string | undefined,
  { enrolmentSessions, secrets, now }: Dependencies,
): Promise<EnrolmentSession> {
  const found = UUID.test(id) ? await enrolmentSessions.find(id) : undefined
  const right = secrets.equal(found?.secretHash ?? '', secrets.tokenHash(secret ?? ''))
  if (found === undefined || !right) {
    const message = 'This needs the enrolment_secret of the enrolment as Authorization: Bearer.'
    throw new IssuerError('enrolment_secret_invalid', message, {})
  }
  if (found.session.expiresAt <= now()) {
    throw new IssuerError('enrolment_expired', 'The time of this enrolment is over; begin a new one.', {})
  }
  return found.session
}
