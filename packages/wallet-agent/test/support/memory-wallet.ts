import { createGuardedFetch } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { type HolderKey, type StoredCredential, type WalletDependencies, WalletError } from '../../src/index.ts'

/** A wallet whose stores are in memory and end with the test. Its clock can be moved, and it reaches loopback only. */
export function createMemoryWallet(clock: { now: Date } = { now: new Date() }): WalletDependencies {
  const keys = new Map<string, HolderKey>()
  const held: StoredCredential[] = []
  return {
    keys: {
      createKey: async () => {
        const signer = generateNodeSigner()
        const key = { id: `key-${keys.size}`, publicJwk: signer.publicJwk, signer }
        keys.set(key.id, key)
        return key
      },
      findKey: async (id) => {
        const key = keys.get(id)
        if (key === undefined) throw new WalletError('holder_key_missing', 'There is no such key.', {})
        return key
      },
    },
    credentials: {
      add: async (credentials) => void held.push(...credentials),
      list: async () => [...held],
    },
    platform: nodePlatform,
    randomBytes: pooledRandomBytes,
    now: () => clock.now,
    fetch: createGuardedFetch(fetch, { allowLoopbackHttp: true, maxBytes: 100_000, timeoutMilliseconds: 2_000 }),
    allowLoopbackHttp: true,
  }
}
