import type { WaitingStore } from '../../src/index.ts'
import type { Contract } from './contract.ts'

const OFFER = { id: 'offer-1', offer: 'openid-credential-offer://…', copies: 3 }
const SIGN_IN = { state: 'state', issuer: 'https://issuer.example', expiresAt: '2026-11-20T09:00:00.000Z' }

export const waitingStoreContract: Contract<WaitingStore> = [
  {
    name: 'in an empty one nothing waits, whatever the name',
    run: async (open) => {
      const store = await open()
      const found = await Promise.all(['offer-1', '__proto__', 'constructor'].map((name) => store.get(name)))
      return [found.filter((value) => value !== undefined), await store.list()]
    },
    expected: [[], []],
  },
  {
    name: 'what waits is there by its name, field by field, also after opening again',
    run: async (open) => {
      await (await open()).put('offer-1', OFFER)
      await (await open()).put('authorization', SIGN_IN)
      const store = await open()
      return [await store.get('offer-1'), await store.get('authorization'), (await store.list()).length]
    },
    expected: [OFFER, SIGN_IN, 2],
  },
  {
    name: 'it takes the place of what had its name',
    run: async (open) => {
      const store = await open()
      await store.put('offer-1', OFFER)
      await store.put('offer-1', SIGN_IN)
      return store.list()
    },
    expected: [SIGN_IN],
  },
  {
    name: 'what is removed is gone, and nothing else; what is not there is passed over',
    run: async (open) => {
      const store = await open()
      await store.put('offer-1', OFFER)
      await store.put('authorization', SIGN_IN)
      await store.remove('offer-1')
      await store.remove('nobody')
      return (await open()).list()
    },
    expected: [SIGN_IN],
  },
  {
    name: 'what is put at the same time, by two that are open, is all kept',
    run: async (open) => {
      const [store, other] = [await open(), await open()]
      await Promise.all([store.put('offer-1', OFFER), other.put('authorization', SIGN_IN)])
      return (await store.list()).length
    },
    expected: 2,
  },
]
