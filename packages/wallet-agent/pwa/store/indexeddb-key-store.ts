import { encodeBase64url, type RandomBytes } from '@bai/credential'
import { type HolderKey, type KeyStore, WalletError } from '../../src/index.ts'
import { storing } from './sealed-store.ts'
import type { WalletDatabase } from './wallet-database.ts'

export type KeyStoreDependencies = {
  readonly database: WalletDatabase
  readonly subtle: SubtleCrypto
  readonly randomBytes: RandomBytes
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }
const ID_BYTES = 9

/**
 * Keys of the browser's own cryptography, kept in IndexedDB as objects that sign and do not give their private part, not
 * even to this page (Web Cryptography API, section 13.4, `extractable`).
 */
export function createIndexeddbKeyStore({ database, subtle, randomBytes }: KeyStoreDependencies): KeyStore {
  return {
    createKeys: async (count) => {
      const pairs = await Promise.all(
        Array.from({ length: count }, () => subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])),
      )
      const named = pairs.map((pair) => [encodeBase64url(randomBytes(ID_BYTES)), pair] as const)
      await storing(async () => {
        const writing = database.transaction('keys', 'readwrite', { durability: 'strict' })
        for (const [id, pair] of named) void writing.store.put(pair, id)
        await writing.done
      })
      return Promise.all(named.map(([id, pair]) => holderKey(id, pair, subtle)))
    },
    findKey: async (id) => {
      const pair = await database.get('keys', id)
      if (pair !== undefined) return holderKey(id, pair, subtle)
      throw new WalletError('holder_key_missing', 'The key of this credential is not in the wallet.', {})
    },
    removeKeys: async (ids) => {
      const writing = database.transaction('keys', 'readwrite')
      for (const id of ids) void writing.store.delete(id)
      await writing.done
    },
  }
}

async function holderKey(
  id: string,
  { publicKey, privateKey }: CryptoKeyPair,
  subtle: SubtleCrypto,
): Promise<HolderKey> {
  const { x = '', y = '' } = await subtle.exportKey('jwk', publicKey)
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const
  const sign = async (signingInput: string) => {
    const bytes = new TextEncoder().encode(signingInput)
    return new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes))
  }
  return { id, publicJwk, signer: { algorithm: 'ES256', sign } }
}
