import type { BundleSchema } from '@bai/web-app'
import { type IDBPDatabase, openDB } from 'idb'
import type { KioskSettings } from './kiosk-settings.ts'

/** All that a kiosk keeps: a key, the bundle, and how it is set. Nothing of anybody who was checked. */
interface KioskSchema extends BundleSchema {
  keys: { key: 'request'; value: CryptoKeyPair }
  settings: { key: 'current'; value: KioskSettings }
}
export type KioskDatabase = IDBPDatabase<KioskSchema>

export function openKioskDatabase(): Promise<KioskDatabase> {
  return openDB<KioskSchema>('bai-kiosk', 1, {
    upgrade: (database) => {
      database.createObjectStore('keys')
      database.createObjectStore('bundles')
      database.createObjectStore('partials')
      database.createObjectStore('settings')
    },
  })
}
