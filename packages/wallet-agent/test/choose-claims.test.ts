import { type CredentialQuery, disclosureFrameOf, type JsonObject, nationalIdCard } from '@bai/credential'
import { describe, expect, test } from 'vitest'
import { type HolderChoice, householdRows, planPresentation, presentCredentials } from '../src/index.ts'
import {
  CARD_CLAIMS,
  cardQuery,
  hold,
  holdCard,
  holdHouse,
  type PathPointer,
  read,
  requestFor,
} from './support/holding.ts'
import { createMemoryWallet } from './support/memory-wallet.ts'

/** The dotted paths that would be disclosed of a card. */
async function chosen(query: Partial<CredentialQuery>, choice: HolderChoice = {}, claims: JsonObject = CARD_CLAIMS) {
  const wallet = createMemoryWallet()
  await holdCard(wallet, claims)
  const [card] = cardQuery([]).credentials
  const request = await requestFor({ credentials: [{ ...card!, ...query } as CredentialQuery] }, wallet.now())
  const plan = await planPresentation(request, choice, wallet)
  return plan.credentials[0]?.disclosed.map((path) => path.join('.')).sort()
}

const asked = (...paths: PathPointer[]) => ({ claims: paths.map((path) => ({ path: [...path] })) })

describe('what is asked for', () => {
  test.each([
    ['one claim', asked(['given_name']), ['given_name']],
    ['an open claim', asked(['issuing_country']), []],
    ['a claim that the card does not have', asked(['shoe_size'], ['sex']), ['sex']],
    [
      'a member: it, and the way to it',
      asked(['age_equal_or_over', '20']),
      ['age_equal_or_over', 'age_equal_or_over.20'],
    ],
    ['a member that is not there: not even the way to it', asked(['age_equal_or_over', '70']), []],
    ['a whole object: all that is in it', asked(['name_th']), ['name_th', 'name_th.family_name', 'name_th.given_name']],
  ])('%s', async (_what, query, disclosed) => {
    expect(await chosen(query)).toEqual(disclosed)
  })

  test('nothing: a query without claims asks for none that are hidden', async () => {
    expect(await chosen({})).toEqual([])
  })
})

describe('what the holder keeps back', () => {
  test.each([
    ['one of two', asked(['given_name'], ['family_name']), ['family_name'], ['given_name']],
    ['all of it', asked(['given_name']), ['given_name'], []],
    [
      'a member of an object that was asked for',
      asked(['name_th']),
      ['name_th.family_name'],
      ['name_th', 'name_th.given_name'],
    ],
    ['the only member that was asked for: not even the way is shown', asked(['address', 'soi']), ['address.soi'], []],
    ['an object of which a member was asked for', asked(['address', 'soi'], ['sex']), ['address'], ['sex']],
    ['every member of an object', asked(['name_th']), ['name_th.family_name', 'name_th.given_name'], ['name_th']],
  ])('%s', async (_what, query, withhold, disclosed) => {
    expect(await chosen(query, { withhold })).toEqual(disclosed)
  })

  test.each(['birthdate', 'given', 'given_name_', 'given_name.x.y', 'GIVEN_NAME', ''])(
    'a name that was not asked for is told, not passed over: "%s"',
    async (claim) => {
      const names = claim === 'given_name.x.y' ? asked(['family_name']) : asked(['given_name'])
      await expect(chosen(names, { withhold: [claim] })).rejects.toMatchObject({
        code: 'claim_not_requested',
        details: { claim },
      })
    },
  )
})

describe('claim sets and values', () => {
  const query = {
    claims: [
      { id: 'a', path: ['given_name'] },
      { id: 'b', path: ['family_name'] },
      { id: 'c', path: ['birthdate'] },
    ],
    claim_sets: [['a', 'b'], ['c']],
  }
  test('the first set that can be answered, and nothing of the others', async () => {
    expect(await chosen(query)).toEqual(['family_name', 'given_name'])
    expect(await chosen(query, {}, { given_name: 'Anong', birthdate: '1990-01-01' })).toEqual(['birthdate'])
  })

  test('a set with a claim that is kept back is no longer the one', async () => {
    expect(await chosen(query, { withhold: ['family_name'] })).toEqual(['birthdate'])
  })

  test('no set can be answered: what there is of the first', async () => {
    expect(await chosen(query, {}, { given_name: 'Anong' })).toEqual(['given_name'])
  })

  test('a claim with another value than those that are looked for is not shown', async () => {
    const of = (values: string[]) => ({ claims: [{ path: ['sex'], values }, { path: ['given_name'] }] })
    expect(await chosen(of(['F', 'X']))).toEqual(['given_name', 'sex'])
    expect(await chosen(of(['M']))).toEqual(['given_name'])
  })
})

describe('a household', () => {
  /** Salts are new each time, so rows and decoys are in another order each time. */
  async function rows(choice: HolderChoice, pointer: PathPointer) {
    const wallet = createMemoryWallet()
    await holdHouse(wallet)
    const [stored] = await wallet.credentials.list()
    const request = await requestFor(cardQuery([pointer], stored?.vct), wallet.now())
    const plan = await planPresentation(request, choice, wallet)
    return plan.credentials[0]?.disclosed ?? []
  }

  test.each(Array.from({ length: 5 }, (_, i) => i))(
    'shows the holder’s own row, and others only when asked to (%i)',
    async () => {
      const own = await rows({}, ['members', null])
      expect(new Set(own.map(([, row]) => row)).size).toBe(1)
      const all = await rows({ includeOtherMembers: true }, ['members', null])
      expect(new Set(all.map(([, row]) => row)).size).toBe(3)
    },
  )

  test.each(Array.from({ length: 5 }, (_, i) => i))('shows a child alone, where that is chosen (%i)', async () => {
    const wallet = createMemoryWallet()
    await holdHouse(wallet)
    const [stored] = await wallet.credentials.list()
    const people = householdRows(stored!.copies[0]!.credential, wallet.platform)
    const named = new Map(people.map((row) => [row.claims['name_en'], row]))
    expect([...named.keys()].sort()).toEqual(['Anong', 'Mali', 'Somchai'])
    expect(people.filter(({ isHolder }) => isHolder)).toEqual([named.get('Anong')])
    const request = await requestFor(cardQuery([['members', null, 'name_en']], stored?.vct), wallet.now())
    const plan = await planPresentation(request, { rows: [named.get('Mali')!.place] }, wallet)
    const [presented] = Object.values(await presentCredentials(plan, wallet)).flat()
    const { claims } = await read(presented!, request, wallet.now())
    expect(claims['members']).toEqual([{ is_holder: false, name_en: 'Mali' }])
  })

  test('shows one claim of each row, and the rows that it is in', async () => {
    const names = await rows({ includeOtherMembers: true }, ['members', null, 'name_en'])
    expect(names.map((path) => path.length).sort()).toEqual([2, 2, 2, 3, 3, 3])
    expect(new Set(names.filter((path) => path.length === 3).map(([, , name]) => name))).toEqual(new Set(['name_en']))
  })
})

test('of two credentials of one type the newer is taken', async () => {
  const wallet = createMemoryWallet()
  const frame = disclosureFrameOf(nationalIdCard)
  await hold(wallet, { vct: nationalIdCard.vct, claims: { sex: 'F' }, frame, id: 'older' })
  await hold(wallet, { vct: nationalIdCard.vct, claims: { sex: 'F' }, frame, id: 'newer' })
  const plan = await planPresentation(await requestFor(cardQuery([['sex']]), wallet.now()), {}, wallet)
  expect(plan.credentials[0]?.stored.id).toBe('newer')
})
