import type { HistoryEntry, HistoryStore } from '../../src/index.ts'
import type { Contract } from './contract.ts'

/** Every field that an entry can have. */
const FULL: HistoryEntry = {
  id: 'full',
  at: '2026-11-20T09:00:03.000Z',
  kind: 'presented',
  party: {
    id: 'x509_san_dns:hotel.example',
    name: { th: 'โรงแรม', en: 'Hotel' },
    registered: true,
    privacyPolicyUri: 'https://hotel.example/privacy',
    contact: { email: 'a@hotel.example', phone: '+66 2 000 0000', uri: 'https://hotel.example' },
  },
  purpose: { th: 'เข้าพัก', en: 'Check-in' },
  manner: 'online',
  credentials: [{ vct: 'urn:example:card:1', claims: ['given_name', 'address.soi'] }],
  delivered: true,
  receipt: 'eyJ.eyJ.sig',
  regarding: 'first',
}
const FIRST = entry('first', '2026-11-20T09:00:01.000Z')
const SECOND = entry('second', '2026-11-20T09:00:02.000Z')

function entry(id: string, at: string): HistoryEntry {
  const party = { id: 'https://issuer.example', name: { th: 'ผู้ออก', en: 'Issuer' }, registered: false }
  return { id, at, kind: 'received', party, credentials: [{ vct: 'urn:example:card:1', claims: [] }] }
}

const idsOf = async (store: HistoryStore) => (await store.list()).map(({ id }) => id)

export const historyStoreContract: Contract<HistoryStore> = [
  { name: 'an empty one lists nothing', run: async (open) => (await open()).list(), expected: [] },
  {
    name: 'the newest comes first, whenever it was put, field by field, also after opening again',
    run: async (open) => {
      const store = await open()
      for (const one of [SECOND, FULL, FIRST]) await store.put(one)
      return (await open()).list()
    },
    expected: [FULL, SECOND, FIRST],
  },
  {
    name: 'an entry takes the place of the one of the same id',
    run: async (open) => {
      const store = await open()
      await store.put(FIRST)
      await store.put(SECOND)
      await store.put({ ...FIRST, delivered: true })
      return store.list()
    },
    expected: [SECOND, { ...FIRST, delivered: true }],
  },
  {
    name: 'entries that are removed are gone, and no others; what is not there is passed over',
    run: async (open) => {
      const store = await open()
      for (const one of [FIRST, SECOND, FULL]) await store.put(one)
      await store.remove(['first', 'full', 'nobody'])
      await store.remove([])
      return idsOf(await open())
    },
    expected: ['second'],
  },
  {
    name: 'what is put at the same time, by two that are open, is all kept',
    run: async (open) => {
      const [store, other] = [await open(), await open()]
      await Promise.all([store.put(FIRST), other.put(SECOND), store.put(FULL)])
      return idsOf(store)
    },
    expected: ['full', 'second', 'first'],
  },
]
