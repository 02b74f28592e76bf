import { HistoryEntrySchema, type HistoryStore } from '../../src/index.ts'
import { createSealedStore, type SealedStoreDependencies } from './sealed-store.ts'

/** The log in IndexedDB, one sealed record for each entry. */
export function createIndexeddbHistoryStore(dependencies: SealedStoreDependencies): HistoryStore {
  const records = createSealedStore('history', (value) => HistoryEntrySchema.parse(value), dependencies)
  return {
    put: (entry) => records.put([[entry.id, entry]]),
    list: async () => [...(await records.list())].sort((a, b) => (a.at < b.at ? 1 : -1)),
    remove: (ids) => records.remove(ids),
  }
}
