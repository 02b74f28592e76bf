import { readFileSync } from 'node:fs'
import { ageOn, parseBuddhistDate, parseCitizenNumber } from '@bai/credential'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateRegister, listPortraits } from '../../../../scripts/synthetic-register/generate-register.ts'
import { storyPeople } from '../../../../scripts/synthetic-register/story-people.ts'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import type { HouseLine } from '../../src/registry/house-record.ts'
import { type ImportCounts, importRegister } from '../../src/registry/import-register.ts'
import type { PersonLine } from '../../src/registry/person-record.ts'
import { createRegisterStore } from '../../src/registry/register-store.ts'
import { createSubjectHash } from '../../src/registry/subject-hash.ts'
import { createTestDatabase } from '../support/database.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'

const subjectHash = createSubjectHash(new Uint8Array(32))
const lines = generateRegister()
const records = lines.map((line): HouseLine | PersonLine => JSON.parse(line))
const houses = records.filter((record) => record.kind === 'house')
const people = records.filter((record) => record.kind === 'person')

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())
const load = (text: readonly string[], { db } = database): Promise<ImportCounts> =>
  importRegister(text.join('\n'), { db, subjectHash, now: () => new Date('2026-11-23T09:00:00Z') })

describe('the synthetic register', () => {
  it('is imported without a fault', async () => {
    expect(await load(lines)).toEqual({ houses: 8, people: 24, portraits: 13 })
  })

  it.each([
    ['a year of birth only', ({ birth_date }: PersonLine) => birth_date.endsWith('0000')],
    ['an unknown day of birth', ({ birth_date }: PersonLine) => /(?!00)..00$/.test(birth_date)],
    ['a card for life', ({ card }: PersonLine) => card?.expires === '99999999'],
    ['a child without a card', ({ card, birth_date }: PersonLine) => card === null && birth_date > '25620000'],
    ['somebody who died', ({ status }: PersonLine) => status.code === '1'],
    ['somebody who moved abroad', ({ status, house_code }: PersonLine) => status.code === '4' && house_code === null],
    ['a second family in a house', ({ role }: PersonLine) => role === 'family_head_1'],
    ['a middle name', ({ names }: PersonLine) => names.th.middle !== undefined && names.en?.middle !== undefined],
    ['a family name in several words', ({ names }: PersonLine) => names.th.family.includes(' ')],
    ['nobody’s English name', ({ names, card }: PersonLine) => names.en === null && card !== null],
    ['a card that has run out', ({ card }: PersonLine) => card !== null && card.expires < '25690101'],
    ['somebody stateless', ({ nationality }: PersonLine) => nationality === null],
  ])('has %s', (_name, isOne) => {
    expect(people.filter(isOne)).not.toEqual([])
  })

  it('has two people of one name, houses in Bangkok and in the provinces, and one that was terminated', () => {
    const names = people.map(({ names }) => `${names.th.given} ${names.th.family}`)
    expect(new Set(names).size).toBe(names.length - 1)
    const inBangkok = houses.map(({ address }) => address.province.th === 'กรุงเทพมหานคร')
    expect(new Set(inBangkok)).toEqual(new Set([true, false]))
    expect(houses.filter(({ terminated }) => terminated !== null)).toHaveLength(1)
  })

  it('gives every number to an office that does not exist', () => {
    expect(people.filter(({ citizen_number }) => citizen_number.slice(1, 5) !== '9999')).toEqual([])
    expect(houses.filter(({ house_code }) => !house_code.startsWith('9999'))).toEqual([])
  })

  it('gives each portrait to one person of its sex and about its age', () => {
    const byPicture = new Map(
      listPortraits().map((portrait) => [
        readFileSync(
          new URL(`../../../../scripts/synthetic-register/portraits/${portrait.idPortrait}`, import.meta.url),
        ).toString('base64'),
        portrait,
      ]),
    )
    for (const { portrait, sex, birth_date } of people) {
      if (portrait === null) continue
      const { age, ...picture } = byPicture.get(portrait)!
      byPicture.delete(portrait)
      expect(sex).toBe(picture.sex === 'F' ? 'female' : 'male')
      expect(Math.abs(ageOn(parseBuddhistDate(birth_date), '2026-11-23') - age)).toBeLessThanOrEqual(3)
    }
    expect([...byPicture.keys()]).toEqual([])
  })

  it('is the same for the same seed, and another for another', () => {
    expect(generateRegister({ seed: 1 })).toEqual(lines)
    expect(generateRegister({ seed: 2 })).not.toEqual(lines)
  })

  it('grows to thousands, every line good', async () => {
    const many = generateRegister({ seed: 5, people: 2_000 })
    expect((await load(many)).people).toBe(2_000)
    expect(many.slice(0, 32)).toEqual(generateRegister({ seed: 5 }))
  })
})

it.skipIf(postgresMissing !== undefined)('is imported into PostgreSQL as into PGlite', async () => {
  await using server = await startPostgres()
  await using onServer = await openDatabase({ url: server.url })
  expect((await load(generateRegister({ people: 500 }), onServer)).people).toBe(500)
  await load(lines)
  const [{ citizenNumber, houseCode } = expect.fail()] = storyPeople()
  const found = [database, onServer].map(async ({ db }) => {
    const store = createRegisterStore(db)
    const person = await store.findByCitizenNumber(parseCitizenNumber(citizenNumber))
    return { ...person, portrait: [...person!.portrait!], house: await store.findHouse(houseCode!) }
  })
  expect(await found[1]).toEqual(await found[0])
})

it('the people of the story are in the register as told', async () => {
  // Over the thousands of the test before: the cast keeps its numbers and its houses.
  await load(lines)
  const store = createRegisterStore(database.db)
  const story = storyPeople()
  expect(story).toHaveLength(13)
  for (const person of story) {
    const found = await store.findByCitizenNumber(parseCitizenNumber(person.citizenNumber))
    expect(found).toMatchObject({ birth_date: person.birthDate, laser_code: person.laserCode })
    expect(found?.portrait).not.toBeNull()
    const pictures = [...person.selfies, person.someoneElsesSelfie].map((path) => readFileSync(path))
    expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(4)
  }
  expect(story[0]?.houseCode && (await store.membersOf(story[0].houseCode))).toHaveLength(5)
})
