import { parseCitizenNumber } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/open-database.ts'
import { IssuerError } from '../../src/errors.ts'
import { type ImportProgress, importRegister } from '../../src/registry/import-register.ts'
import { createRegisterStore } from '../../src/registry/register-store.ts'
import { createSubjectHash } from '../../src/registry/subject-hash.ts'
import { createTestDatabase } from '../support/database.ts'
import { HOUSES, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'

const NOW = new Date('2026-11-23T09:00:00Z')
const subjectHash = createSubjectHash(new Uint8Array(32).fill(7))
/** FF D8 FF E0 00 and 01: how a JPEG begins, and enough of one for a column. */
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0x00, 0x01)
const JPEG_BASE64 = '/9j/4AAB'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())
beforeEach(async () => {
  await database.db.deleteFrom('person').execute()
  await database.db.deleteFrom('house').execute()
})

const load = (...lines: readonly string[]) =>
  importRegister(lines.join('\n'), { db: database.db, subjectHash, now: () => NOW })
const hashOf = (number: string) => subjectHash(parseCitizenNumber(number))
const store = () => createRegisterStore(database.db)
const countPeople = async () => (await database.db.selectFrom('person').select('citizen_number').execute()).length

/** The problems of a refused import; whatever they say, nothing was written. */
async function problemsOf(...lines: readonly string[]): Promise<IssuerError<'register_line_invalid'>['details']> {
  const error = await load(...lines).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof IssuerError) || error.code !== 'register_line_invalid')
    throw error ?? new Error('was imported')
  expect(await countPeople()).toBe(0)
  return error.details as IssuerError<'register_line_invalid'>['details']
}

describe('a good register', () => {
  it('is imported whole, and found again', async () => {
    const wife = { citizen_number: NUMBERS.wife, role: 'resident', sex: 'female', portrait: JPEG_BASE64 }
    const counts = await load(personLine(wife), '', personLine(), `${houseLine()}\r`, '')
    expect(counts).toEqual({ houses: 1, people: 2, portraits: 1 })

    const { portrait, ...found } = (await store().findPerson(hashOf(NUMBERS.wife)))!
    const { kind: _kind, portrait: _portrait, ...written } = JSON.parse(personLine(wife))
    expect(found).toEqual(written)
    expect([...portrait!]).toEqual([...JPEG])
    expect((await store().findByCitizenNumber(parseCitizenNumber(NUMBERS.head)))?.portrait).toBeNull()
    expect(await store().findHouse(HOUSES.first)).toMatchObject({
      house_code: HOUSES.first,
      address: { province: { code: '10', th: 'กรุงเทพมหานคร', en: 'Bangkok' } },
    })
    expect(await store().findPerson(hashOf(NUMBERS.child))).toBeUndefined()
    expect(await store().findHouse(HOUSES.second)).toBeUndefined()
  })

  it('lists who is present in a house, the head first', async () => {
    await load(
      houseLine(),
      personLine({ citizen_number: NUMBERS.grandmother }),
      personLine({ role: 'resident' }),
      personLine({ citizen_number: NUMBERS.wife, role: 'head', status: { code: '1', date: '25690101' } }),
    )
    const members = await store().membersOf(HOUSES.first)
    expect(members.map(({ citizen_number }) => citizen_number)).toEqual([NUMBERS.grandmother, NUMBERS.head])
  })

  it('tells how far it is', async () => {
    const told: ImportProgress[] = []
    const onProgress = (progress: ImportProgress) => told.push(progress)
    const text = [houseLine(), personLine()].join('\n')
    await importRegister(text, { db: database.db, subjectHash, now: () => NOW, onProgress })
    expect(told.at(0)).toEqual({ phase: 'checking', done: 2, total: 2 })
    expect(told.at(-1)).toEqual({ phase: 'writing', done: 2, total: 2 })
  })

  it('accepts what real records have: unknown days, no card, no English name, nobody present', async () => {
    const child = { citizen_number: NUMBERS.child, role: 'resident', card: null, laser_code: null }
    const old = {
      birth_date: '24890000',
      card: { issued: '25550600', expires: '99999999', issuing_office: { th: 'ก', en: 'K' } },
    }
    const names = { th: { title: 'นาง', given: 'ก', middle: 'ข', family: 'ณ อยุธยา' }, en: null }
    const abroad = { house_code: null, role: null, moved_in: null, status: { code: '4', date: '25600000' } }
    const counts = await load(
      houseLine(),
      personLine({ ...old, names }),
      personLine(child),
      personLine({ citizen_number: NUMBERS.wife, ...abroad }),
      houseLine({ house_code: HOUSES.second, terminated: '25600101' }),
      personLine({ citizen_number: NUMBERS.grandmother, house_code: HOUSES.second, role: 'resident' }),
    )
    expect(counts.people).toBe(4)
  })

  it('replaces who is there already, and follows a move', async () => {
    await load(houseLine(), personLine(), personLine({ citizen_number: NUMBERS.wife, role: 'resident' }))
    await load(
      houseLine({ house_code: HOUSES.second }),
      personLine({ citizen_number: NUMBERS.wife, house_code: HOUSES.second, role: 'head' }),
    )
    expect(await countPeople()).toBe(2)
    expect(await store().membersOf(HOUSES.second)).toHaveLength(1)
  })
})

describe('a register with faults', () => {
  it('is read to the end, and every fault told by line, field and what was expected', async () => {
    const { problems, count } = await problemsOf(
      houseLine({ house_code: '123' }),
      '{"kind":"person","kind":"person"}',
      'no json',
      '{"kind":"car"}',
      personLine({ citizen_number: '1999900000006' }),
      personLine({
        birth_date: '25231301',
        card: { issued: '25650314', expires: '1', issuing_office: { th: 'ก', en: 'K' } },
      }),
      personLine({ names: { th: { title: 'นาย', given: '', family: 'ใจดี' }, en: null } }),
      personLine({ portrait: 'AAAA' }),
      personLine({ religion: 'x' }),
      personLine({ card: null }),
      personLine({ house_code: null }),
      personLine({ status: { code: '77', date: null } }),
    )
    expect(count).toBe(problems.length)
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [1, 'house_code'],
      [2, ''],
      [3, ''],
      [4, 'kind'],
      [5, 'citizen_number'],
      [6, 'birth_date'],
      [6, 'card.expires'],
      [7, 'names.th.given'],
      [8, 'portrait'],
      [9, ''],
      [10, 'laser_code'],
      [11, 'role'],
      [12, 'status.code'],
    ])
  })

  it.each(['', ' ', 'ก ', 'ก\n', 'ก\u0000', '\u0000', 'ก\u200bข', '\ud800', 'ก'.repeat(121)])(
    'is refused for %j as a name, and told so before the database is asked',
    async (family) => {
      const names = { th: { title: 'นาย', given: 'ก', family }, en: null }
      expect((await problemsOf(houseLine(), personLine({ names }))).problems).toMatchObject([
        { line: 2, path: 'names.th.family' },
      ])
    },
  )

  it('counts all its faults and lists a hundred', async () => {
    const { problems, count } = await problemsOf(...Array.from({ length: 120 }, () => '{}'))
    expect([problems.length, count]).toEqual([100, 120])
  })

  it('is refused for a number or a house given twice', async () => {
    const { problems } = await problemsOf(houseLine(), houseLine(), personLine(), personLine())
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [2, 'house_code'],
      [4, 'citizen_number'],
    ])
  })

  it('is refused for a person in a house that nobody knows', async () => {
    const { problems } = await problemsOf(houseLine(), personLine({ house_code: HOUSES.second }))
    expect(problems).toMatchObject([{ line: 2, path: 'house_code' }])
  })

  it.each([
    ['no head', { role: 'resident' }],
    ['a head who died', { role: 'head', status: { code: '1', date: '25690000' } }],
    ['two heads', { role: 'head' }],
  ])('is refused for a house with %s', async (name, first) => {
    const second = { citizen_number: NUMBERS.wife, role: name === 'two heads' ? 'head' : 'resident' }
    const { problems } = await problemsOf(personLine(first), houseLine(), personLine(second))
    expect(problems).toMatchObject([{ line: 2, path: 'role' }])
  })

  it('is refused when somebody moves out and leaves the old house without a head', async () => {
    await load(houseLine(), personLine(), personLine({ citizen_number: NUMBERS.wife, role: 'resident' }))
    await expect(
      load(houseLine({ house_code: HOUSES.second }), personLine({ house_code: HOUSES.second })),
    ).rejects.toMatchObject({ code: 'register_line_invalid', details: { problems: [{ line: 2, path: 'role' }] } })
    expect((await store().findPerson(hashOf(NUMBERS.head)))?.house_code).toBe(HOUSES.first)
    expect(await store().findHouse(HOUSES.second)).toBeUndefined()
  })

  it('is refused when empty, and when too large', async () => {
    await expect(load('', ' ', '')).rejects.toMatchObject({ code: 'register_empty' })
    await expect(load('x'.repeat(64 * 1024 * 1024 + 1))).rejects.toMatchObject({ code: 'register_too_large' })
    expect((await problemsOf(houseLine(), `"${'x'.repeat(600_000)}"`)).problems).toMatchObject([{ line: 2, path: '' }])
  })

  it('repeats no value of it, whichever field is wrong', async () => {
    const marked = 'ลับSECRET'
    const line: { [field: string]: unknown } = JSON.parse(personLine())
    for (const field of [...Object.keys(line), 'unknown_field', marked]) {
      const broken = JSON.stringify({ ...line, [field]: { [marked]: marked } })
      const error = await load(houseLine(), broken).catch((reason: unknown) => reason)
      expect(error, field).toBeInstanceOf(IssuerError)
      const { message, details } = error as IssuerError
      expect(message + JSON.stringify(details)).not.toContain(marked)
    }
  })
})
