import { type Copy, findHolding, type Holding, unusedCopies } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { malformedAnswer } from './answered.ts'
import { checkCopies } from './check-copies.ts'
import { copiesAtOnce, DEFAULT_COPIES, reported } from './collect-holdings.ts'
import { refreshAccess } from './refresh-access.ts'
import { requestCopies } from './request-copies.ts'
import { withNewKeys } from './with-new-keys.ts'

export type RefillOptions = {
  /** Unused copies that there should be afterwards, at most 100. Left out: 10. */
  readonly copies?: number
  /** With so many unused ones or more there is nothing to do. Left out: 3. */
  readonly lowerLimit?: number
}

const LOWER_LIMIT = 3

/**
 * Gets more copies of a credential that runs low (ARF 3.0, ISSU_37–51), each bound to a new key, checked as the first ones
 * were. Copies that were shown go then, with their keys. Where anything is refused or wrong, all stays as it is.
 *
 * @returns the holding as it is now
 * @throws WalletError `holding_unknown`, `refill_impossible`, and as `receiveCredentials`
 */
export async function refill(
  holdingId: string,
  { copies = DEFAULT_COPIES, lowerLimit = LOWER_LIMIT }: RefillOptions,
  dependencies: WalletDependencies,
): Promise<Holding> {
  const { credentials, keys, now } = dependencies
  const holding = findHolding(await credentials.list(), holdingId)
  const left = unusedCopies(holding, now()).length
  if (holding.deferral !== undefined || left >= Math.min(lowerLimit, copies)) return holding
  const added = await fetchCopies(holding, copies - left, dependencies)
  const gone: string[] = []
  const refilled = await credentials.update(holdingId, (current) => {
    const unused = unusedCopies(current, now())
    gone.push(...current.copies.filter((copy) => !unused.includes(copy)).map(({ keyId }) => keyId))
    return { ...current, copies: [...unused, ...added] }
  })
  await keys.removeKeys(gone).catch(() => {})
  return refilled
}

async function fetchCopies(
  holding: Holding,
  wanted: number,
  dependencies: WalletDependencies,
): Promise<readonly Copy[]> {
  const { issuer, configurationId, vct } = holding
  const access = await refreshAccess(holding, dependencies)
  return withNewKeys(copiesAtOnce(access, wanted), dependencies, async (keys) => {
    const value = await reported(access, dependencies, async (announce) => {
      const delivery = await requestCopies({ access, configurationId, keys }, dependencies)
      announce(delivery)
      // Who was given a credential before is not put off for more of the same.
      if (!('credentials' in delivery)) throw malformedAnswer('transaction_id')
      return checkCopies(delivery.credentials, { issuer, configurationId, vct, keys }, dependencies)
    })
    return { value, keptKeyIds: value.map(({ keyId }) => keyId) }
  })
}
