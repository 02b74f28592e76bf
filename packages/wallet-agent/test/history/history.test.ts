// What the log says of what came in, of what the person did about an entry, and how it is searched.
import { describe, expect, test } from 'vitest'
import {
  type HistoryEntry,
  HistoryEntrySchema,
  type Holding,
  readReceipt,
  recordFollowUp,
  recordReceived,
  searchHistory,
} from '../../src/index.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const ISSUER = 'https://issuer.example'

function holding(id: string, keyIds: readonly string[], issuer = ISSUER): Holding {
  const copies = keyIds.map((keyId) => ({ keyId, credential: 'eyJ~' }))
  return { id, configurationId: id, vct: `urn:example:${id}:1`, issuer, receivedAt: '2026-11-30T09:00:00.000Z', copies }
}

describe('what came from an issuer', () => {
  test('is one entry for all that it gave at once, with its name where the bundle has it', async () => {
    const wallet = createMemoryWallet()
    const name = { th: 'กรม', en: 'Department' }
    const issuers = new Map([[ISSUER, { id: ISSUER, name }]])
    const openBundle = async () => ({ issuers }) as never
    await recordReceived([holding('card', ['1']), holding('house', ['2'])], { ...wallet, openBundle })
    const [entry, ...others] = await wallet.history.list()
    expect(others).toEqual([])
    expect(HistoryEntrySchema.parse(entry)).toMatchObject({
      kind: 'received',
      party: { id: ISSUER, name, registered: true },
      credentials: [
        { vct: 'urn:example:card:1', claims: [] },
        { vct: 'urn:example:house:1', claims: [] },
      ],
    })
  })

  test.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
    ['copies of what was there are a refill', ['1'], ['1', '2'], ['refilled']],
    ['the same copies are nothing', ['1', '2'], ['1', '2'], []],
    ['fewer copies are nothing', ['1', '2'], ['2'], []],
    ['what was owed is received when it comes', [], ['1'], ['received']],
    ['what is still owed is nothing', [], [], []],
  ])('%s', async (_what, before, after, kinds) => {
    const wallet = createMemoryWallet()
    await recordReceived([holding('card', after)], wallet, [holding('card', before)])
    expect((await wallet.history.list()).map(({ kind }) => kind)).toEqual(kinds)
  })

  test('of two issuers are two entries', async () => {
    const wallet = createMemoryWallet()
    await recordReceived([holding('a', ['1']), holding('b', ['2'], 'https://other.example')], wallet)
    const names = (await wallet.history.list()).map(({ party }) => party.name.en)
    expect(names.sort()).toEqual(['issuer.example', 'other.example'])
  })
})

const SHOWN: HistoryEntry = {
  id: 'shown',
  at: '2026-11-29T09:00:00.000Z',
  kind: 'presented',
  party: { id: 'did:x', name: { th: 'โรงแรม', en: 'Hotel' }, registered: true },
  purpose: { th: 'เข้าพัก', en: 'Check-in' },
  credentials: [{ vct: 'urn:bai:th:id-card:1', claims: ['given_name'] }],
}

test.each(['erasure_asked', 'reported'] as const)('%s says which entry it is about', async (kind) => {
  const wallet = createMemoryWallet()
  const { party, credentials } = SHOWN
  const entry = await recordFollowUp(kind, SHOWN, wallet)
  expect(await wallet.history.list()).toEqual([entry])
  expect(entry).toMatchObject({ kind, regarding: 'shown', party, credentials, at: wallet.now().toISOString() })
  expect(entry.id).not.toBe('shown')
})

describe('a search', () => {
  test.each([
    ['hotel', 1],
    ['โรงแรม', 1],
    ['HOTEL check', 1],
    ['given_name', 1],
    ['ชื่อตัว', 1],
    ['hotel airport', 0],
    ['  ', 1],
  ])('for "%s" finds %i', (search, count) => {
    expect(searchHistory([SHOWN], search, () => 'ชื่อตัว')).toHaveLength(count)
  })
})

test('what was kept as a receipt and is none says nothing', () => {
  expect(readReceipt(SHOWN)).toBeUndefined()
  expect(readReceipt({ ...SHOWN, receipt: 'none' })).toBeUndefined()
})
