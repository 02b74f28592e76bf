import { openDB } from 'idb'
import { createIndexeddbCredentialStore, type Exclusively } from '../../pwa/store/indexeddb-credential-store.ts'
import { createIndexeddbHistoryStore } from '../../pwa/store/indexeddb-history-store.ts'
import { createIndexeddbKeyStore } from '../../pwa/store/indexeddb-key-store.ts'
import { createIndexeddbWaitingStore } from '../../pwa/store/indexeddb-waiting-store.ts'
import { openWalletDatabase, type WalletDatabase } from '../../pwa/store/wallet-database.ts'

export const { subtle } = crypto
export const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
/** As the wallet does: one page at a time, over all of them. */
const exclusively: Exclusively = async (work) => navigator.locks.request('stores-of-a-test', work)

export type Place = {
  readonly database: WalletDatabase
  /** Opens the same once more, by a connection of its own. */
  again(): Promise<Place>
} & ReturnType<typeof storesOf>

function storesOf(database: WalletDatabase, key: CryptoKey) {
  const dependencies = { database, sealing: { subtle, randomBytes, key }, changed: () => {} }
  return {
    keys: createIndexeddbKeyStore({ database, subtle, randomBytes }),
    credentials: createIndexeddbCredentialStore(dependencies, exclusively),
    history: createIndexeddbHistoryStore(dependencies),
    waiting: createIndexeddbWaitingStore(dependencies),
  }
}

/** A new wallet's database with the stores of the wallet, which is gone when the work is done. */
export async function inNewPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const opened: WalletDatabase[] = []
  const open = async (): Promise<Place> => {
    const database = await openWalletDatabase(() => {})
    opened.push(database)
    return { database, again: open, ...storesOf(database, key) }
  }
  try {
    return await work(await open())
  } finally {
    const names = await indexedDB.databases()
    for (const database of opened) database.close()
    for (const { name = '' } of names) await deleted(name)
  }
}

function deleted(name: string): Promise<unknown> {
  const request = indexedDB.deleteDatabase(name)
  return new Promise((resolve, reject) => {
    request.onsuccess = resolve
    request.onerror = reject
  })
}

/** Everything that is in the database, byte for byte, as text; of keys, what the browser gives of them. */
export async function everythingIn(database: WalletDatabase): Promise<string> {
  const plain = await openDB(database.name)
  const texts: string[] = []
  for (const store of plain.objectStoreNames)
    for (const value of [...(await plain.getAll(store)), ...(await plain.getAllKeys(store))]) texts.push(textOf(value))
  plain.close()
  return texts.join('\n')
}

function textOf(value: unknown): string {
  if (value instanceof ArrayBuffer) return textOf(new Uint8Array(value))
  if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join('')
  if (value instanceof CryptoKey) return JSON.stringify({ type: value.type, extractable: value.extractable })
  if (typeof value === 'object' && value !== null) return Object.entries(value).flat().map(textOf).join(' ')
  return String(value)
}
