import { describe, expect, test } from 'vitest'
import { type Holding, nextCopy, planPresentation, presentCredentials, unusedCopies } from '../src/index.ts'
import { preparePrinted } from '../src/offline/prepare-printed.ts'
import { CARD_CLAIMS, cardQuery, holdCard, requestFor } from './support/holding.ts'
import { createMemoryWallet } from './support/memory-wallet.ts'

const NOW = new Date('2026-11-20T09:00:00.000Z')
const [PAST, FUTURE] = ['2026-11-20T08:00:00.000Z', '2027-02-20T09:00:00.000Z']

function holding(copies: Holding['copies']): Holding {
  const about = { id: 'a', configurationId: 'card', vct: 'urn:example:card:1', issuer: 'https://issuer.example' }
  return { ...about, receivedAt: PAST, copies }
}

describe('the copy to show next', () => {
  test.each([
    ['the first that nobody has seen', [{ usedAt: PAST }, {}, {}], 1],
    ['not one that has expired', [{ expiresAt: PAST }, { expiresAt: FUTURE }], 1],
    ['the last again when all were shown', [{ usedAt: PAST }, { usedAt: PAST }], 1],
    ['one that was shown rather than one that has expired', [{ usedAt: PAST }, { expiresAt: PAST }], 0],
    ['an expired one when there is no other: its verifier will say so', [{ expiresAt: PAST }], 0],
  ])('is %s', (_what, fields, expected) => {
    const copies = fields.map((field, i) => ({ keyId: `key-${i}`, credential: 'eyJ~', ...field }))
    expect(nextCopy(holding(copies), NOW)?.keyId).toBe(`key-${expected}`)
  })

  test('is none while the issuer owes all', () => {
    expect(nextCopy(holding([]), NOW)).toBeUndefined()
    expect(unusedCopies(holding([]), NOW)).toEqual([])
  })
})

/** A wallet with a card in several copies, each from its own issuance. */
async function holdCopies(count: number) {
  const wallet = createMemoryWallet()
  for (let i = 0; i < count; i++)
    await holdCard(wallet, { ...CARD_CLAIMS, portrait: 'data:image/webp;base64,UklGRg==' })
  const all = await wallet.credentials.list()
  const one = { ...all[0]!, copies: all.flatMap(({ copies }) => copies) }
  const single = createMemoryWallet()
  await single.credentials.add([one])
  return { ...single, keys: wallet.keys }
}

describe('presenting', () => {
  test('shows each copy once, tells how many are left, and then the last one again', async () => {
    const wallet = await holdCopies(3)
    const shown: string[] = []
    const told = []
    for (let i = 0; i < 5; i++) {
      const plan = await planPresentation(await requestFor(cardQuery([['sex']]), wallet.now()), {}, wallet)
      told.push(plan.credentials[0]?.copies)
      const [[presentation = ''] = []] = Object.values(await presentCredentials(plan, wallet))
      shown.push(presentation.split('~')[0]!)
    }
    expect(told).toEqual([
      { left: 2, reused: false },
      { left: 1, reused: false },
      { left: 0, reused: false },
      { left: 0, reused: true },
      { left: 0, reused: true },
    ])
    expect(new Set(shown.slice(0, 3)).size).toBe(3)
    expect(shown.slice(3)).toEqual([shown[2], shown[2]])
  })

  test('a plan that was not agreed to uses nothing up', async () => {
    const wallet = await holdCopies(2)
    const request = await requestFor(cardQuery([['sex']]), wallet.now())
    for (let i = 0; i < 3; i++) await planPresentation(request, {}, wallet)
    const [held] = await wallet.credentials.list()
    expect(unusedCopies(held!, wallet.now())).toHaveLength(2)
  })

  test('of two answers that were planned with one copy, only one is made', async () => {
    const wallet = await holdCopies(2)
    const request = await requestFor(cardQuery([['sex']]), wallet.now())
    const plans = [await planPresentation(request, {}, wallet), await planPresentation(request, {}, wallet)] as const
    const made = await Promise.allSettled(plans.map((plan) => presentCredentials(plan, wallet)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'copy_used' } })
  })

  test('paper uses a copy up too', async () => {
    const wallet = await holdCopies(2)
    const [held] = await wallet.credentials.list()
    await preparePrinted(held!, [['portrait']], wallet)
    const [after] = await wallet.credentials.list()
    expect(after?.copies.map(({ usedAt }) => usedAt !== undefined)).toEqual([true, false])
  })
})
