import type { WaitingStore } from '../../src/index.ts'
import { createSealedStore, type SealedStoreDependencies } from './sealed-store.ts'

/** What waits, in IndexedDB, one sealed record each. */
export function createIndexeddbWaitingStore(dependencies: SealedStoreDependencies): WaitingStore {
  const records = createSealedStore<unknown>('pending', (value) => value, dependencies)
  return {
    get: records.get,
    list: records.list,
    put: (name, value) => records.put([[name, value]]),
    remove: (name) => records.remove([name]),
  }
}
