// A code that nobody asked for is in the log as everything that was shown, with whom to turn to about it.
import { expect, test } from 'vitest'
import { prepareOneScan, showOneScan } from '../../src/index.ts'
import { holdCard } from '../support/holding.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const SHOP = {
  client_id: 'bai.offline:class:age-20',
  name: { th: 'ร้านค้า', en: 'Shop' },
  purpose: { th: 'ตรวจอายุ', en: 'Age check' },
  contact: { phone: '+6620000000' },
  privacy_policy_uri: 'https://shop.example/privacy',
  claims: [{ vct: 'urn:bai:th:id-card:1', path: ['age_equal_or_over', '20'] }],
}

test('what was shown to a class of verifiers is in the log by names, with its contact', async () => {
  const openBundle = async () => ({ verifiers: new Map([[SHOP.client_id, SHOP]]) }) as never
  const wallet = { ...createMemoryWallet(), openBundle }
  await holdCard(wallet)
  const oneScan = await prepareOneScan('age-20', wallet)
  expect(await wallet.history.list()).toEqual([])
  expect((await showOneScan(oneScan, wallet)).kind).toBe('one-scan')
  expect(await wallet.history.list()).toMatchObject([
    {
      kind: 'presented',
      manner: 'one-scan',
      purpose: SHOP.purpose,
      party: {
        id: SHOP.client_id,
        name: SHOP.name,
        registered: true,
        contact: SHOP.contact,
        privacyPolicyUri: 'https://shop.example/privacy',
      },
    },
  ])
})
