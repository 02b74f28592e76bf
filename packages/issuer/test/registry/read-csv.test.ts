import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/open-database.ts'
import { IssuerError } from '../../src/errors.ts'
import { applyLifeEvents } from '../../src/registry/apply-life-events.ts'
import { importRegister } from '../../src/registry/import-register.ts'
import { parseRegister } from '../../src/registry/parse-register.ts'
import { PERSON_STATUSES } from '../../src/registry/person-status.ts'
import { createSubjectHash } from '../../src/registry/subject-hash.ts'
import { createTestDatabase } from '../support/database.ts'
import { eventLine, HOUSES, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { toCsv } from '../support/to-csv.ts'

const subjectHash = createSubjectHash(new Uint8Array(32).fill(7))
const now = () => new Date('2026-11-23T09:00:00Z')

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())
beforeEach(async () => {
  await database.db.deleteFrom('person').execute()
  await database.db.deleteFrom('house').execute()
})

const load = (text: string, format: 'csv' | 'jsonl' = 'csv') =>
  importRegister(text, { db: database.db, subjectHash, now, format })
const people = () => database.db.selectFrom('person').selectAll().orderBy('citizen_number').execute()
const houses = () => database.db.selectFrom('house').selectAll().orderBy('house_code').execute()

async function problemsOf(text: string): Promise<readonly string[]> {
  const error = await load(text).catch((reason: unknown) => reason)
  if (!(error instanceof IssuerError) || error.code !== 'register_line_invalid') throw error
  expect(await people()).toEqual([])
  const { problems } = error.details as IssuerError<'register_line_invalid'>['details']
  return problems.map(({ line, path }) => `${line} ${path}`)
}

const LINES = [
  houseLine(),
  personLine({ father_name: 'มี "จุลภาค", ด้วย', portrait: '/9j/4AAB' }),
  personLine({
    citizen_number: NUMBERS.wife,
    role: 'resident',
    names: { th: { title: 'นาง', given: 'ก', middle: 'ข', family: 'ค' }, en: null },
  }),
  personLine({ citizen_number: NUMBERS.child, role: 'resident', card: null, laser_code: null, mother_name: 'ง' }),
]

describe('a register in CSV', () => {
  it('is what the same register is in JSON Lines', async () => {
    await load(LINES.join('\n'), 'jsonl')
    const expected = [await people(), await houses()]
    await database.db.deleteFrom('person').execute()
    await database.db.deleteFrom('house').execute()
    expect(await load(`\uFEFF${toCsv(LINES)}`)).toEqual({ houses: 1, people: 3, portraits: 1 })
    expect([await people(), await houses()]).toEqual(expected)
  })

  it('may be two files, each without a column for the kind', async () => {
    const without = (line: string) => JSON.stringify({ ...JSON.parse(line), kind: undefined })
    expect(await load(toCsv([without(LINES[0]!)]))).toMatchObject({ houses: 1, people: 0 })
    expect(await load(toCsv(LINES.slice(1).map(without)))).toMatchObject({ houses: 0, people: 3 })
  })

  it('has its faults told as in JSON Lines: line, field, and never the value', async () => {
    const bad = [
      houseLine({ house_code: '123' }),
      personLine({ citizen_number: '1999900000006' }),
      personLine({ names: { th: { title: 'นาย', given: '', family: 'ใจดี' }, en: null } }),
      personLine({ card: null }),
      personLine({ religion: 'ลับSECRET' }),
    ]
    // The header is line 1.
    expect(await problemsOf(toCsv(bad))).toEqual([
      '2 house_code',
      '3 citizen_number',
      '4 names.th.given',
      '5 laser_code',
      '6 ',
    ])
    const error = await load(toCsv(bad)).catch((reason: unknown) => reason)
    expect(JSON.stringify(error) + String(error)).not.toMatch(/SECRET|1999900000006/)
  })

  it.each([
    ['a header with spaces', 'kind, citizen_number\nperson,1\n', ['1 ']],
    ['a column twice', 'kind,kind\nperson,person\n', ['1 ']],
    ['a field and its parts', 'kind,card,card.issued\nperson,1,2\n', ['1 ']],
    ['a prototype', 'kind,__proto__.x\nperson,1\n', ['1 ']],
    ['a constructor', 'kind,constructor.prototype.x\nperson,1\n', ['2 names', '2 ']],
    ['a row that is short', 'kind,house_code\nhouse\n', ['2 ']],
    ['a kind of its own', 'kind,house_code\ncar,1\n', ['2 kind']],
    ['a quote in the middle', 'kind,house_code\nhouse,1"2\n', ['2 ']],
  ])('is refused for %s', async (_what, text, expected) => {
    const problems = await problemsOf(text)
    expect(problems[0]?.split(' ')[0]).toBe(expected[0]?.split(' ')[0])
    if (expected.length === 1) expect(problems).toEqual(expected)
    expect(({} as { x?: string }).x).toBeUndefined()
  })

  it('is empty without a record', async () => {
    for (const text of ['', '\n', 'kind,house_code\n', 'kind,house_code\n,\n'])
      await expect(load(text)).rejects.toMatchObject({ code: 'register_empty' })
  })

  it('is answered to whatever stands in it', () => {
    const options = { format: 'csv', statuses: PERSON_STATUSES, onProgress: () => {} } as const
    const cell = fc.oneof(fc.string(), fc.constantFrom('kind', 'person', 'house', 'names.th.given', '"', '\\N', '\n'))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 4 }), (rows) => {
        const { problems } = parseRegister(rows.map((row) => row.join(',')).join('\n'), options)
        for (const { line } of problems) expect(line).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('life events in CSV', () => {
  it('are those of JSON Lines, and a null is written \\N', async () => {
    await load(toCsv([...LINES, houseLine({ house_code: HOUSES.second })]))
    const events = [
      eventLine({ type: 'death', successor: NUMBERS.wife }),
      eventLine({
        type: 'name_change',
        citizen_number: NUMBERS.wife,
        names: { th: { title: 'นาง', given: 'ก', family: 'ใหม่' }, en: null },
      }),
      eventLine({ type: 'correction', citizen_number: NUMBERS.child, fields: { mother_name: '\\N', sex: 'female' } }),
    ]
    const counts = await applyLifeEvents(toCsv(events), { db: database.db, subjectHash, now, format: 'csv' })
    expect(counts).toMatchObject({ applied: 3 })
    const [head, wife, child] = (await people()).map(({ document }) => document as Record<string, unknown>)
    expect(head).toMatchObject({ status: { code: '1', date: '25691101' } })
    expect(wife).toMatchObject({ role: 'head', names: { th: { family: 'ใหม่' }, en: null } })
    expect(child).toMatchObject({ mother_name: null, sex: 'female', father_name: 'สมหมาย' })
  })
})
