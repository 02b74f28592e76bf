import { findHolding } from '../../src/holding.ts'
import { type CredentialStore, type Holding, HoldingSchema } from '../../src/index.ts'
import { createSealedStore, type SealedStoreDependencies } from './sealed-store.ts'

export type IndexeddbCredentialStore = CredentialStore & {
  /** Forgets a credential. Its keys are forgotten by whoever calls this. */
  remove(id: string): Promise<void>
}

/** Runs one after the other, over all tabs of this wallet. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>

/** Credentials in IndexedDB, one sealed record each. A change reads and writes under a lock, for sealing takes its time. */
export function createIndexeddbCredentialStore(
  dependencies: SealedStoreDependencies,
  exclusively: Exclusively,
): IndexeddbCredentialStore {
  const records = createSealedStore('holdings', (value) => HoldingSchema.parse(value), dependencies)
  const list = async () => [...(await records.list())].sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
  return {
    add: (holdings) => exclusively(() => records.put(holdings.map((holding) => [holding.id, holding]))),
    list,
    update: (id, change) =>
      exclusively(async (): Promise<Holding> => {
        const changed = change(findHolding(await records.list(), id))
        await records.put([[id, changed]])
        return changed
      }),
    remove: (id) => exclusively(() => records.remove([id])),
  }
}
