import { IssuerError, type IssuerErrorCode } from '../errors.ts'
import type { AgencyKey, FaceVerificationDependencies } from '../face-ports.ts'

const DAY = 86_400
/** What is only known after a comparison, and has cost one. */
const AFTER_COMPARISON: ReadonlySet<IssuerErrorCode> = new Set([
  'citizen_unknown',
  'citizen_not_eligible',
  'portrait_missing',
  'portrait_unusable',
])

type Dependencies = Pick<FaceVerificationDependencies, 'requestCounts' | 'now'>

/**
 * Does a comparison at the cost of one of the agency's for the day. What comes to no comparison costs nothing, whether it
 * was the picture or we who were at fault: the rate a minute bounds those.
 *
 * @throws IssuerError `quota_exhausted`, and whatever `work` throws
 */
export async function atTheCostOfQuota<T>(
  { id, quotaPerDay }: AgencyKey,
  { requestCounts, now }: Dependencies,
  work: () => Promise<T>,
): Promise<T> {
  const name = `quota:${id}`
  const retryAfterSeconds = await requestCounts.take(name, now(), { limit: quotaPerDay, windowSeconds: DAY })
  if (retryAfterSeconds > 0) {
    const message = 'The comparisons of this key for today are used up; the next day begins at 0:00 UTC.'
    throw new IssuerError('quota_exhausted', message, { retryAfterSeconds })
  }
  try {
    return await work()
  } catch (error) {
    const compared = error instanceof IssuerError && AFTER_COMPARISON.has(error.code)
    if (!compared) await requestCounts.giveBack(name, now())
    throw error
  }
}
