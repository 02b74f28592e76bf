import type { CredentialStore, Holding } from '../../src/index.ts'
import { type Contract, outcomeOf } from './contract.ts'

/** Every field that a holding can have. */
const FULL: Holding = {
  id: 'full',
  configurationId: 'house',
  vct: 'urn:example:house:1',
  issuer: 'https://issuer.example',
  receivedAt: '2026-11-20T09:00:30.000Z',
  copies: [
    { keyId: 'k', credential: 'eyJ~ไทย~', expiresAt: '2027-01-01T00:00:00.000Z', usedAt: '2026-12-01T00:00:00.000Z' },
  ],
  grant: { authorizationServer: 'https://as.example', refreshToken: 'r', clientId: 'c', dpopKeyId: 'd' },
  deferral: {
    transactionId: 't',
    keyIds: ['k'],
    askAgainAt: '2026-11-20T09:01:00.000Z',
    authorizationServer: 'https://as.example',
    accessToken: 'a',
    clientId: 'c',
    dpopKeyId: 'd',
  },
}
/** Added one second after the other. */
const NAMES = ['a', 'b', 'c'] as const
const [A, B, C] = NAMES.map((id, i) => holding(id, `2026-11-20T09:00:0${i}.000Z`)) as [Holding, Holding, Holding]

function holding(id: string, receivedAt: string): Holding {
  const copies = [{ keyId: `key-${id}`, credential: 'eyJ~' }]
  return {
    id,
    configurationId: 'card',
    vct: 'urn:example:card:1',
    issuer: 'https://issuer.example',
    receivedAt,
    copies,
  }
}

const withCopy = (one: Holding, keyId: string): Holding => ({
  ...one,
  copies: [...one.copies, { keyId, credential: 'eyJ~' }],
})

export const credentialStoreContract: Contract<CredentialStore> = [
  { name: 'an empty one lists nothing', run: async (open) => (await open()).list(), expected: [] },
  {
    name: 'what is added is there in the order in which it came, field by field, also after opening again',
    run: async (open) => {
      const store = await open()
      await store.add([A])
      await store.add([B, FULL])
      return (await open()).list()
    },
    expected: [A, B, FULL],
  },
  {
    name: 'a change sees what is there, answers what is there then, and leaves the rest',
    run: async (open) => {
      const store = await open()
      await store.add([A, B])
      const changed = await store.update('a', (one) => withCopy(one, 'new'))
      return { changed, listed: await (await open()).list() }
    },
    expected: { changed: withCopy(A, 'new'), listed: [withCopy(A, 'new'), B] },
  },
  {
    name: 'a change that throws changes nothing, and what it throws is told',
    run: async (open) => {
      const store = await open()
      await store.add([A])
      const refused = store.update('a', () => {
        throw new RangeError('no')
      })
      return { refused: await outcomeOf(refused), listed: await store.list() }
    },
    expected: { refused: 'no', listed: [A] },
  },
  {
    name: 'a change of what is not held is told',
    run: async (open) => {
      const store = await open()
      await store.add([A])
      return [await outcomeOf(store.update('b', (one) => one)), (await store.list()).length]
    },
    expected: ['holding_unknown', 1],
  },
  {
    name: 'what is added at the same time, by two that are open, is all kept',
    run: async (open) => {
      const [store, other] = [await open(), await open()]
      await Promise.all([store.add([A]), other.add([B]), store.add([C])])
      return (await store.list()).map(({ id }) => id).sort()
    },
    expected: ['a', 'b', 'c'],
  },
  {
    name: 'changes of one at the same time, by two that are open, are all kept',
    run: async (open) => {
      const [store, other] = [await open(), await open()]
      await store.add([A])
      const names = ['1', '2', '3', '4', '5', '6']
      await Promise.all(names.map((name, i) => (i % 2 ? store : other).update('a', (one) => withCopy(one, name))))
      return (await store.list())[0]?.copies.map(({ keyId }) => keyId).sort()
    },
    expected: ['1', '2', '3', '4', '5', '6', 'key-a'],
  },
  {
    name: 'a change goes on after one that threw',
    run: async (open) => {
      const store = await open()
      await store.add([A])
      const thrown = store.update('a', () => {
        throw new RangeError('no')
      })
      const [, kept] = await Promise.allSettled([thrown, store.update('a', (one) => withCopy(one, 'new'))])
      return [kept?.status, (await store.list())[0]?.copies.length]
    },
    expected: ['fulfilled', 2],
  },
]
