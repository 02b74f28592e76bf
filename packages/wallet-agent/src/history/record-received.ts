import type { Holding } from '../holding.ts'
import { issuerParty } from '../issuer-party.ts'
import { type LoggedWallet, record } from './record.ts'

/**
 * Writes down what came from issuers: credentials for the first time, or more copies of them. What an issuer still owes has
 * not come, and is not written down.
 *
 * @param holdings as they are now
 * @param before as they were, those that were there
 */
export async function recordReceived(
  holdings: readonly Holding[],
  wallet: LoggedWallet,
  before: readonly Holding[] = [],
): Promise<void> {
  const bundle = await wallet.openBundle?.()
  const came = holdings.flatMap((holding) => {
    const known = before.find(({ id }) => id === holding.id)?.copies.map(({ keyId }) => keyId) ?? []
    if (holding.copies.every(({ keyId }) => known.includes(keyId))) return []
    return [{ holding, kind: known.length === 0 ? ('received' as const) : ('refilled' as const) }]
  })
  for (const kind of ['received', 'refilled'] as const) {
    const own = came.filter((one) => one.kind === kind).map(({ holding }) => holding)
    for (const issuer of new Set(own.map((holding) => holding.issuer))) {
      const credentials = own.filter((holding) => holding.issuer === issuer).map(({ vct }) => ({ vct, claims: [] }))
      await record({ kind, party: issuerParty(issuer, bundle), credentials }, wallet)
    }
  }
}
