import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

const BY_PERSON = { freeTries: 3, firstLockSeconds: 60 }
const BY_ADDRESS = { freeTries: 10, firstLockSeconds: 60 }

/** Beginning is counted apart from sending pictures: whoever only begins would otherwise use up what pictures have. */
type Step = 'begin' | 'pictures'
export type EnrolmentTry = { readonly person: string; readonly address: string }

type Dependencies = Pick<IssuerDependencies, 'attempts' | 'secrets' | 'now'>

/**
 * Counts a try of a person and of a network address, before anything is looked at, so that a thousand tries at once are
 * counted as a thousand. Each try beyond the free ones locks for twice as long as the one before.
 *
 * @throws IssuerError `enrolment_locked`
 */
export async function takeTry(
  step: Step,
  { subjectHash, address }: { readonly subjectHash: string; readonly address: string },
  dependencies: Dependencies,
): Promise<EnrolmentTry> {
  const { attempts, now } = dependencies
  const keys = keysOf(step, subjectHash, address, dependencies)
  const retryAfterSeconds =
    (await attempts.take(keys.address, now(), BY_ADDRESS)) || (await attempts.take(keys.person, now(), BY_PERSON))
  if (retryAfterSeconds === 0) return keys
  const message = `There were too many tries. Try again in ${retryAfterSeconds} seconds, or go to a registration office.`
  throw new IssuerError('enrolment_locked', message, { retryAfterSeconds })
}

/** For a try that told nothing of the person. */
export async function giveTryBack({ person, address }: EnrolmentTry, { attempts }: Dependencies): Promise<void> {
  await attempts.giveBack(person)
  await attempts.giveBack(address)
}

/** Somebody has shown who they are: what they tried before does not count any more, nor does it for their address. */
export async function forgiveTries(
  { subjectHash, address }: { readonly subjectHash: string; readonly address: string },
  dependencies: Dependencies,
): Promise<void> {
  for (const step of ['begin', 'pictures'] as const) {
    const keys = keysOf(step, subjectHash, address, dependencies)
    await dependencies.attempts.clear(keys.person)
    await dependencies.attempts.giveBack(keys.address)
  }
}

function keysOf(step: Step, subjectHash: string, address: string, { secrets }: Dependencies): EnrolmentTry {
  return { person: `${step}:person:${subjectHash}`, address: `${step}:address:${secrets.tokenHash(address)}` }
}
