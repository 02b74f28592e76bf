import type { BundleStore, PartialBundle, StoredBundle } from '@bai/credential'
import { type DBSchema, type IDBPDatabase, wrap } from 'idb'

/** The stores that a bundle takes in the database of an app. */
export interface BundleSchema extends DBSchema {
  bundles: { key: 'current'; value: StoredBundle }
  partials: { key: 'current'; value: PartialBundle }
}

/**
 * One bundle, the last one that was accepted, and the beginning of the next one where a transfer was cut. A transaction
 * takes effect whole or not at all: a full disk refuses the new one and keeps the old one.
 *
 * @param opened has the stores of `BundleSchema`, and others of the app
 */
export function createIndexeddbBundleStore(opened: IDBDatabase): BundleStore {
  const database = wrap(opened) as IDBPDatabase<BundleSchema>
  return {
    load: () => database.get('bundles', 'current'),
    save: async (bundle) => {
      await database.put('bundles', bundle, 'current')
    },
    partial: {
      load: () => database.get('partials', 'current'),
      save: async (partial) => {
        if (partial === undefined) await database.delete('partials', 'current')
        else await database.put('partials', partial, 'current')
      },
    },
  }
}
