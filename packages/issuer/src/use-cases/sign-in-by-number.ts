import type { CitizenNumber } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { completeSignIn, type SignInKey } from './complete-sign-in.ts'

export type SignInByNumberInput = {
  readonly key: SignInKey
  readonly citizenNumber: CitizenNumber
  /** Buddhist era `YYYYMMDD`, with `00` for what is unknown. */
  readonly birthDate: string
  /** Network address of the caller, for counting tries. */
  readonly address: string
}

const BY_PERSON = { freeTries: 5, firstLockSeconds: 60 }
const BY_ADDRESS = { freeTries: 20, firstLockSeconds: 60 }

/**
 * Signs in somebody of the register by number and date of birth, in development only: it proves nothing.
 *
 * @returns where the browser goes
 * @throws IssuerError `sign_in_refused`, `enrolment_locked`, `authorization_request_unknown`
 */
export async function signInByNumber(input: SignInByNumberInput, dependencies: IssuerDependencies): Promise<string> {
  const { configuration, register, secrets, attempts, now } = dependencies
  if (!configuration.development) throw new TypeError('Signing in by number alone is for development.')
  const subjectHash = secrets.subjectHash(input.citizenNumber)
  const keys = [
    [`sign-in-person:${subjectHash}`, BY_PERSON],
    [`sign-in-address:${secrets.tokenHash(input.address)}`, BY_ADDRESS],
  ] as const
  for (const [key, rule] of keys) {
    const retryAfterSeconds = await attempts.take(key, now(), rule)
    if (retryAfterSeconds > 0) {
      const message = `There were too many tries. Try again in ${retryAfterSeconds} seconds.`
      throw new IssuerError('enrolment_locked', message, { retryAfterSeconds })
    }
  }
  const person = await register.findByCitizenNumber(input.citizenNumber)
  if (person === undefined || !secrets.equal(person.birth_date, input.birthDate)) {
    throw new IssuerError('sign_in_refused', 'Number and date of birth do not belong together.', {})
  }
  await register.remember(input.citizenNumber)
  for (const [key] of keys) await attempts.clear(key)
  return completeSignIn(input.key, { subjectHash, enrolmentId: undefined }, dependencies)
}
