import { randomUUID } from 'node:crypto'
import { createGuardedFetch } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { findHolding } from '../../src/holding.ts'
import {
  type HistoryEntry,
  type HistoryStore,
  type HolderKey,
  type Holding,
  type WaitingStore,
  type WaitingWallet,
  WalletError,
} from '../../src/index.ts'

/** A wallet whose stores are in memory and end with the test. Its clock can be moved, and it reaches loopback only. */
export function createMemoryWallet(
  clock: { now: Date } = { now: new Date() },
  /** What is in its key store, for a test to look at. */
  keys = new Map<string, HolderKey>(),
): WaitingWallet {
  let held: readonly Holding[] = []
  return {
    keys: {
      createKeys: async (count) =>
        Array.from({ length: count }, () => {
          const signer = generateNodeSigner()
          const key = { id: randomUUID(), publicJwk: signer.publicJwk, signer }
          keys.set(key.id, key)
          return key
        }),
      removeKeys: async (ids) => ids.forEach((id) => void keys.delete(id)),
      findKey: async (id) => {
        const key = keys.get(id)
        if (key === undefined) throw new WalletError('holder_key_missing', 'There is no such key.', {})
        return key
      },
    },
    credentials: {
      add: async (holdings) => {
        held = [...held, ...holdings]
      },
      list: async () => held,
      update: async (id, change) => {
        const changed = change(findHolding(held, id))
        held = held.map((holding) => (holding.id === id ? changed : holding))
        return changed
      },
    },
    history: createMemoryHistory(),
    waiting: createMemoryWaiting(),
    platform: nodePlatform,
    randomBytes: pooledRandomBytes,
    now: () => clock.now,
    fetch: createGuardedFetch(fetch, { allowLoopbackHttp: true, maxBytes: 2_000_000, timeoutMilliseconds: 2_000 }),
    allowLoopbackHttp: true,
  }
}

/** A log that ends with the test. */
export function createMemoryHistory(): HistoryStore {
  const entries = new Map<string, HistoryEntry>()
  return {
    put: async (entry) => void entries.set(entry.id, entry),
    list: async () => [...entries.values()].sort((a, b) => (a.at < b.at ? 1 : -1)),
    remove: async (ids) => ids.forEach((id) => void entries.delete(id)),
  }
}

function createMemoryWaiting(): WaitingStore {
  const values = new Map<string, unknown>()
  return {
    get: async (name) => values.get(name),
    list: async () => [...values.values()],
    put: async (name, value) => void values.set(name, JSON.parse(JSON.stringify(value))),
    remove: async (name) => void values.delete(name),
  }
}
