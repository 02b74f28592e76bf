import type { PublicJwk } from '@bai/credential'
import type { HolderKey, KeyStore } from '../../src/index.ts'
import { type Contract, outcomeOf } from './contract.ts'

const newKey = async (store: KeyStore): Promise<HolderKey> => (await store.createKeys(1))[0]!

/** By Web Cryptography, which has nothing to do with how the store signs. */
async function verifies(publicJwk: PublicJwk, text: string, signature: Uint8Array): Promise<boolean> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('jwk', { ...publicJwk }, algorithm, false, ['verify'])
  const bytes = new TextEncoder().encode(text)
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, new Uint8Array(signature), bytes)
}

export const keyStoreContract: Contract<KeyStore> = [
  {
    name: 'a key signs what its public half verifies, and nothing else, also after opening again',
    run: async (open) => {
      const { id, publicJwk } = await newKey(await open())
      const { signer, publicJwk: again, id: sameId } = await (await open()).findKey(id)
      const signature = await signer.sign('text')
      return {
        same: sameId === id && JSON.stringify(again) === JSON.stringify(publicJwk),
        algorithm: signer.algorithm,
        text: await verifies(publicJwk, 'text', signature),
        other: await verifies(publicJwk, 'other', signature),
      }
    },
    expected: { same: true, algorithm: 'ES256', text: true, other: false },
  },
  {
    name: 'a new key signs at once, and its public half tells nothing of the private one',
    run: async (open) => {
      const { publicJwk, signer } = await newKey(await open())
      return {
        members: Object.keys(publicJwk).sort(),
        good: await verifies(publicJwk, 'text', await signer.sign('text')),
      }
    },
    expected: { members: ['crv', 'kty', 'x', 'y'], good: true },
  },
  {
    name: 'as many keys as are asked for, each another',
    run: async (open) => {
      const keys = await (await open()).createKeys(5)
      return [new Set(keys.map(({ id }) => id)).size, new Set(keys.map(({ publicJwk }) => publicJwk.x)).size]
    },
    expected: [5, 5],
  },
  {
    name: 'a key that is not there is told',
    run: async (open) => {
      const store = await open()
      return [await outcomeOf(store.findKey('nobody')), await outcomeOf(store.findKey('__proto__'))]
    },
    expected: ['holder_key_missing', 'holder_key_missing'],
  },
  {
    name: 'keys that are removed are gone, and no others; what is not there is passed over',
    run: async (open) => {
      const store = await open()
      const [first, second, third] = await store.createKeys(3)
      await store.removeKeys([first!.id, third!.id, 'nobody'])
      await store.removeKeys([])
      const again = await open()
      return Promise.all([first!, second!, third!].map(({ id }) => outcomeOf(again.findKey(id))))
    },
    expected: ['holder_key_missing', 'done', 'holder_key_missing'],
  },
  {
    name: 'keys that are made at the same time are all kept',
    run: async (open) => {
      const [store, other] = [await open(), await open()]
      const keys = await Promise.all([newKey(store), newKey(other), newKey(store), newKey(other)])
      return Promise.all(keys.map(({ id }) => outcomeOf(store.findKey(id))))
    },
    expected: ['done', 'done', 'done', 'done'],
  },
]
