import type { BundleStore } from '../src/index.ts'
import type { KioskDatabase } from './kiosk-database.ts'

/**
 * One bundle, the last one that was accepted, and the beginning of the next one where a transfer was cut. A transaction
 * takes effect whole or not at all: a full disk refuses the new one and keeps the old one.
 */
export function createIndexeddbBundleStore(database: KioskDatabase): BundleStore {
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
