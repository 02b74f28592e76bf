import type { BundleSchema } from '@bai/web-app'
import { type IDBPDatabase, openDB } from 'idb'
import type { LockRecord, Tries } from '../lock/lock-record.ts'
import type { WalletSettings } from '../wallet-settings.ts'
import type { Sealed } from './seal.ts'

/**
 * All that a wallet keeps. What tells of the person is sealed under a key that only their PIN or passkey opens; keys of
 * copies are the browser's own, which give no private part to anybody; settings and the bundle tell nothing of anybody.
 */
export interface WalletSchema extends BundleSchema {
  lock: { key: 'current'; value: LockRecord }
  tries: { key: 'current'; value: Tries }
  settings: { key: 'current'; value: WalletSettings }
  keys: { key: string; value: CryptoKeyPair }
  holdings: { key: string; value: Sealed }
  history: { key: string; value: Sealed }
  pending: { key: string; value: Sealed }
}
export type WalletDatabase = IDBPDatabase<WalletSchema>

const NAME = 'bai-wallet'
const VERSION = 1

/**
 * @param closed told when the browser closes it: the disk is gone, or another tab deletes it
 * @throws DOMException where the browser keeps nothing, in a private window of some browsers for one
 */
export function openWalletDatabase(closed: () => void): Promise<WalletDatabase> {
  return openDB<WalletSchema>(NAME, VERSION, {
    upgrade: (database) => {
      for (const store of ['lock', 'tries', 'settings', 'keys', 'bundles', 'partials'] as const)
        database.createObjectStore(store)
      for (const store of ['holdings', 'history', 'pending'] as const) database.createObjectStore(store)
    },
    terminated: closed,
    // A newer version of the wallet in another tab must not wait for this one.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  })
}
