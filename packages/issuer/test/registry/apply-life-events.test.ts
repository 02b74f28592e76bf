import { type CitizenNumber, parseCitizenNumber } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBrokenAuditLink } from '../../src/database/audit-log.ts'
import type { Database } from '../../src/database/open-database.ts'
import { createRenewalStore } from '../../src/database/renewal-store.ts'
import { IssuerError } from '../../src/errors.ts'
import { applyLifeEvents } from '../../src/registry/apply-life-events.ts'
import { importRegister } from '../../src/registry/import-register.ts'
import { createRegisterStore } from '../../src/registry/register-store.ts'
import { createSubjectHash } from '../../src/registry/subject-hash.ts'
import { onBothDatabases } from '../support/both-databases.ts'
import { eventLine, HOUSES, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { makeIssuance, publisherOf } from '../support/status-publisher.ts'

const clock = { now: new Date('2026-11-23T09:00:00.000Z') }
const subjectHash = createSubjectHash(new Uint8Array(32).fill(7))
const hashOf = (number: string) => subjectHash(parseCitizenNumber(number))
type Name = keyof typeof NUMBERS

onBothDatabases((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    const { db } = database
    for (const table of ['renewal', 'life_event', 'person', 'house'] as const) await db.deleteFrom(table).execute()
    await db.updateTable('status_list').set({ retired_at: clock.now, decoy_seed: null }).execute()
    await db.deleteFrom('issuance').execute()
    const wife = { citizen_number: NUMBERS.wife, role: 'resident', sex: 'female' }
    const child = { citizen_number: NUMBERS.child, role: 'resident' }
    const grandmother = { citizen_number: NUMBERS.grandmother, house_code: HOUSES.second }
    const lines = [houseLine(), houseLine({ house_code: HOUSES.second }), personLine(), personLine(wife)]
    lines.push(personLine(child), personLine(grandmother))
    await importRegister(lines.join('\n'), { db, subjectHash, now: () => clock.now })
    const { issuances } = publisherOf(db, clock, { statusListSize: 1024 })
    for (const number of Object.values(NUMBERS)) {
      for (const configurationId of ['id-card', 'house-registration']) {
        const fields = { subjectHash: hashOf(number), configurationId }
        // Two copies of each: both must go.
        await issuances.record(await makeIssuance(db, clock, 2, fields))
      }
    }
  })

  const apply = (...lines: readonly string[]) =>
    applyLifeEvents(lines.join('\n'), { db: database.db, subjectHash, now: () => clock.now })
  const person = (number: string) => createRegisterStore(database.db).findByCitizenNumber(number as CitizenNumber)

  /** Each person's revoked credentials, by name; whoever has lost one copy has lost both. */
  async function revoked(): Promise<{ readonly [name: string]: readonly string[] }> {
    const rows = await database.db.selectFrom('issuance').selectAll().orderBy('configuration_id', 'desc').execute()
    const lost: [string, string[]][] = []
    for (const [name, number] of Object.entries(NUMBERS)) {
      const own = rows.filter((row) => row.subject_hash === hashOf(number) && row.revoked_at !== null)
      for (const { configuration_id: id } of own)
        expect(own.filter((row) => row.configuration_id === id)).toHaveLength(2)
      if (own.length > 0) lost.push([name, [...new Set(own.map((row) => row.configuration_id))].sort()])
    }
    return Object.fromEntries(lost)
  }

  /** Pending renewals by name. */
  async function renewals(): Promise<{ readonly [name: string]: readonly string[] }> {
    const pending = await createRenewalStore(database.db).pending(100)
    const names = new Map(Object.entries(NUMBERS).map(([name, number]) => [hashOf(number), name]))
    return Object.fromEntries(pending.map((one) => [names.get(one.subjectHash)!, [...one.configurationIds].sort()]))
  }

  /** The problems of a refused file; nothing of it was done. */
  async function problemsOf(...lines: readonly string[]) {
    const before = await database.db.selectFrom('person').selectAll().orderBy('citizen_number').execute()
    const error = await apply(...lines).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!(error instanceof IssuerError) || error.code !== 'register_line_invalid')
      throw error ?? new Error('was applied')
    expect(await database.db.selectFrom('person').selectAll().orderBy('citizen_number').execute()).toEqual(before)
    expect(await database.db.selectFrom('life_event').selectAll().execute()).toEqual([])
    expect([await revoked(), await renewals()]).toEqual([{}, {}])
    const { problems } = error.details as IssuerError<'register_line_invalid'>['details']
    return problems.map(({ line, path }) => `${line} ${path}`)
  }

  const BOTH = ['house-registration', 'id-card']
  const HOUSE = ['house-registration']
  const CARD = ['id-card']
  const { wife, child, grandmother } = NUMBERS
  const th = { title: 'นาย', given: 'สมชาย', family: 'ดีใจ' }
  const card = { issued: '25691101', expires: '25781101', issuing_office: { th: 'เขตสาทร', en: 'Sathon' } }
  const moving = { type: 'move', house_code: HOUSES.second, role: 'resident', moved_in: '25691101' }

  const cases: readonly (readonly [string, string[], { [N in Name]?: string[] }, { [N in Name]?: string[] }])[] = [
    [
      'a death',
      [eventLine({ type: 'death', citizen_number: child })],
      { head: HOUSE, wife: HOUSE, child: BOTH },
      { head: HOUSE, wife: HOUSE },
    ],
    [
      'the death of the head, who names a successor',
      [eventLine({ type: 'death', successor: wife })],
      { head: BOTH, wife: HOUSE, child: HOUSE },
      { wife: HOUSE, child: HOUSE },
    ],
    [
      'the death of the head, and a change of head',
      [
        eventLine({ type: 'death' }),
        eventLine({ type: 'head_change', citizen_number: wife, house_code: HOUSES.first }),
      ],
      { head: BOTH, wife: HOUSE, child: HOUSE },
      { wife: HOUSE, child: HOUSE },
    ],
    [
      'the death of the last in a house',
      [eventLine({ type: 'death', citizen_number: grandmother })],
      { grandmother: BOTH },
      {},
    ],
    [
      'a move',
      [eventLine({ ...moving, citizen_number: wife })],
      { head: HOUSE, wife: BOTH, child: HOUSE, grandmother: HOUSE },
      { head: HOUSE, wife: BOTH, child: HOUSE, grandmother: HOUSE },
    ],
    [
      'a change of name',
      [eventLine({ type: 'name_change', names: { th, en: null } })],
      { head: BOTH, wife: HOUSE, child: HOUSE },
      { head: BOTH, wife: HOUSE, child: HOUSE },
    ],
    [
      'a change of head',
      [eventLine({ type: 'head_change', citizen_number: wife, house_code: HOUSES.first })],
      { head: HOUSE, wife: HOUSE, child: HOUSE },
      { head: HOUSE, wife: HOUSE, child: HOUSE },
    ],
    [
      'a new card',
      [eventLine({ type: 'card_replaced', card, laser_code: 'JT0-0000002-00' })],
      { head: CARD },
      { head: CARD },
    ],
    [
      'a correction of the father’s name',
      [eventLine({ type: 'correction', fields: { father_name: 'สมหวัง' } })],
      { head: HOUSE, wife: HOUSE, child: HOUSE },
      { head: HOUSE, wife: HOUSE, child: HOUSE },
    ],
    [
      'a correction of the portrait',
      [eventLine({ type: 'correction', fields: { portrait: '/9j/4AAB' } })],
      { head: CARD },
      { head: CARD },
    ],
    [
      'a correction of the laser code',
      [eventLine({ type: 'correction', fields: { laser_code: 'JT0-0000002-00' } })],
      {},
      {},
    ],
    [
      'a correction to what it was',
      [eventLine({ type: 'correction', fields: { father_name: 'สมหมาย', sex: 'male' } })],
      {},
      {},
    ],
    [
      'a correction that somebody is abroad',
      [eventLine({ type: 'correction', citizen_number: child, fields: { status: { code: '4', date: null } } })],
      { head: HOUSE, wife: HOUSE, child: BOTH },
      { head: HOUSE, wife: HOUSE },
    ],
    [
      'a new card, and then a death',
      [
        eventLine({ type: 'card_replaced', citizen_number: child, card, laser_code: 'JT0-0000002-00' }),
        eventLine({ type: 'death', citizen_number: child }),
      ],
      { head: HOUSE, wife: HOUSE, child: BOTH },
      { head: HOUSE, wife: HOUSE },
    ],
  ]
  test.each(cases)(
    '%s revokes what it makes untrue, and has the new ones pending',
    async (_what, lines, lost, offered) => {
      const counts = await apply(...lines)
      expect(await revoked()).toEqual(lost)
      expect(await renewals()).toEqual(offered)
      // Two copies of each.
      const credentials = Object.values(lost).flat().length * 2
      expect(counts).toMatchObject({ applied: lines.length, known: 0, revoked: credentials })
      expect(await findBrokenAuditLink(database.db)).toBeUndefined()
    },
  )

  test('the register says what has happened', async () => {
    await apply(
      eventLine({ type: 'name_change', names: { th, en: null } }),
      eventLine({ ...moving, successor: wife }),
      eventLine({ type: 'card_replaced', card, laser_code: 'JT0-0000002-00' }),
      eventLine({ type: 'death', citizen_number: child, occurred: '25690000' }),
    )
    expect(await person(NUMBERS.head)).toMatchObject({
      names: { th, en: null },
      house_code: HOUSES.second,
      role: 'resident',
      moved_in: '25691101',
      card,
      laser_code: 'JT0-0000002-00',
      father_name: 'สมหมาย',
    })
    expect((await person(wife))?.role).toBe('head')
    expect((await person(child))?.status).toEqual({ code: '1', date: '25690000' })
  })

  test('the reason is with the credential and in the audit log, without a number or a name', async () => {
    await apply(eventLine({ type: 'death', citizen_number: child }))
    const rows = await database.db.selectFrom('issuance').select('revocation_reason').distinct().execute()
    expect(rows.map((row) => row.revocation_reason).sort()).toEqual(['life_event:death', null])
    const entries = await database.db
      .selectFrom('audit')
      .selectAll()
      .where('action', 'in', ['life_event_applied', 'credentials_revoked'])
      .orderBy('sequence', 'desc')
      .limit(4)
      .execute()
    expect(entries.at(-1)).toMatchObject({
      actor: 'registry',
      action: 'life_event_applied',
      subject_hash: hashOf(child),
      detail: { type: 'death', revoked: 8 },
    })
    for (const secret of [child, 'Somchai', 'สมชาย']) expect(JSON.stringify(entries)).not.toContain(secret)
  })

  test('an event that is sent again changes nothing, and what is new beside it is applied', async () => {
    const event = eventLine({ type: 'card_replaced', card, laser_code: 'JT0-0000002-00' })
    await apply(event)
    const before = await person(NUMBERS.head)
    const again = await apply(event, eventLine({ type: 'death', citizen_number: child }))
    expect(again).toMatchObject({ applied: 1, known: 1 })
    expect(await person(NUMBERS.head)).toEqual(before)
    expect(await apply(event)).toEqual({ applied: 0, known: 1, revoked: 0, renewals: 0 })
  })

  test('events that are applied twice at once are applied once', async () => {
    const event = eventLine({ type: 'death', citizen_number: child })
    const counts = await Promise.all([apply(event), apply(event), apply(event)])
    expect(counts.map(({ applied }) => applied).sort()).toEqual([0, 0, 1])
    expect(await renewals()).toEqual({ head: HOUSE, wife: HOUSE })
  })

  describe('what cannot be is refused by line, and nothing of the file is done', () => {
    const good = eventLine({ type: 'death', citizen_number: child })
    // 391 + 5·2 = 401; 401 mod 11 = 5, 11 − 5 = 6
    const stranger = '1999900000056'
    test.each([
      ['somebody unknown', [eventLine({ type: 'death', citizen_number: stranger })], ['1 citizen_number']],
      ['a house unknown', [good, eventLine({ ...moving, house_code: '99990000009' })], ['2 house_code']],
      ['a move to where they are', [eventLine({ ...moving, house_code: HOUSES.first })], ['1 house_code']],
      ['dying twice', [good, eventLine({ type: 'death', citizen_number: child })], ['2 citizen_number']],
      ['moving when dead', [good, eventLine({ ...moving, citizen_number: child })], ['2 citizen_number']],
      ['a house without a head', [good, eventLine({ type: 'death' })], ['1 role']],
      ['a house without a head, by a move', [eventLine(moving)], ['1 role']],
      ['a house with two heads', [eventLine({ ...moving, citizen_number: wife, role: 'head' })], ['1 role']],
      ['a successor who is not there', [eventLine({ type: 'death', successor: grandmother })], ['1 successor']],
      ['a successor who is dead', [good, eventLine({ type: 'death', successor: child })], ['2 successor']],
      [
        'a successor of nobody',
        [eventLine({ type: 'death', citizen_number: wife, successor: child })],
        ['1 successor'],
      ],
      ['oneself as successor', [eventLine({ type: 'death', successor: NUMBERS.head })], ['1 successor']],
      ['a head of another house', [eventLine({ type: 'head_change', house_code: HOUSES.second })], ['1 house_code']],
      ['the head it has', [eventLine({ type: 'head_change', house_code: HOUSES.first })], ['1 citizen_number']],
      ['an id twice', [good, eventLine({ type: 'death', id: JSON.parse(good).id })], ['2 id']],
      ['a day to come', [eventLine({ type: 'death', successor: wife, occurred: '25691124' })], ['1 occurred']],
      [
        'a status that is none',
        [eventLine({ type: 'correction', fields: { status: { code: '77', date: null } } })],
        ['1 fields.status.code'],
      ],
      ['a role without a house', [eventLine({ type: 'correction', fields: { role: null } })], ['1 fields.role']],
      [
        'a laser code without a card',
        [eventLine({ type: 'correction', fields: { card: null } })],
        ['1 fields.laser_code'],
      ],
      ['a correction of nothing', [eventLine({ type: 'correction', fields: {} })], ['1 fields']],
      ['a field of another kind', [eventLine({ type: 'death', names: { th, en: null } })], ['1 ']],
      ['a kind of its own', [eventLine({ type: 'wedding' }), personLine(), 'x'], ['1 type', '2 kind', '3 ']],
    ])('%s', async (_what, lines, problems) => {
      expect(await problemsOf(...lines)).toEqual(problems)
    })

    test('an id of another event', async () => {
      await apply(good)
      const other = eventLine({ type: 'death', successor: wife, id: JSON.parse(good).id })
      await expect(apply(other)).rejects.toMatchObject({ code: 'register_line_invalid' })
    })

    test('an empty file', async () => {
      await expect(apply('', ' ')).rejects.toMatchObject({ code: 'register_empty' })
    })
  })
})
