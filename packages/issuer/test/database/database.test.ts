import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { createTestDatabase } from '../support/database.ts'
import { postgresMissing, startPostgres, type TestPostgres } from '../support/postgres.ts'

const AT = new Date('2026-11-23T09:00:00.000Z')
/** What the design names; written out here so that a table gone missing is seen. */
const TABLES = [
  'access_token',
  'agency_key',
  'attempt',
  'audit',
  'authorization_request',
  'deferred_issuance',
  'dossier',
  'enrolment',
  'enrolment_challenge',
  'enrolment_session',
  'house',
  'idempotency',
  'identifier',
  'issuance',
  'issuer_key',
  'life_event',
  'nonce',
  'notification',
  'offer',
  'operator',
  'operator_session',
  'person',
  'refresh_token',
  'renewal',
  'request_count',
  'review_picture',
  'signing_key',
  'status_list',
  'status_publication',
  'subject',
  'used_identifier',
  'wallet_grant',
]

if (postgresMissing !== undefined) console.warn(`Skipped on PostgreSQL. ${postgresMissing}.`)

describe('PGlite', () => contract(createTestDatabase))

describe.skipIf(postgresMissing !== undefined)('PostgreSQL', () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  contract(() => openDatabase({ url: server.url }))
})

/** What either database must do. */
function contract(open: () => Promise<Database>): void {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await sql`create table counter (name text primary key, value integer not null)`.execute(database.db)
  })
  afterAll(() => database?.[Symbol.asyncDispose]())

  const setCounter = (name: string) => sql`insert into counter values (${name}, 0)`.execute(database.db)
  const readCounter = async (name: string) => {
    const { rows } = await sql<{ value: number }>`select value from counter where name = ${name}`.execute(database.db)
    return rows[0]?.value
  }
  const increment = (name: string, { fail }: { fail: boolean }) =>
    database.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{
        value: number
      }>`select value from counter where name = ${name} for update`.execute(trx)
      await sql`update counter set value = ${rows[0]!.value + 1} where name = ${name}`.execute(trx)
      if (fail) throw new Error('on purpose')
    })

  it('has every table after migrating, and migrating again changes nothing', async () => {
    await migrate(database.db)
    const tables = await database.db.introspection.getTables()
    expect(tables.map(({ name }) => name).filter((name) => name !== 'counter')).toEqual(TABLES)
  })

  it('loses none of 16 increments at once', async () => {
    await setCounter('parallel')
    await Promise.all(Array.from({ length: 16 }, () => increment('parallel', { fail: false })))
    expect(await readCounter('parallel')).toBe(16)
  })

  it('takes nothing of its neighbours along when a transaction fails', async () => {
    await setCounter('failing')
    const attempts = await Promise.allSettled([
      ...Array.from({ length: 12 }, (_, index) => increment('failing', { fail: index % 3 === 0 })),
      ...Array.from({ length: 4 }, (_, index) => setCounter(`beside ${index}`)),
    ])
    expect(attempts.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    expect(await readCounter('failing')).toBe(8)
    expect(await Promise.all([0, 1, 2, 3].map((index) => readCounter(`beside ${index}`)))).toEqual([0, 0, 0, 0])
  })

  it('goes on after a statement that fails', async () => {
    await expect(sql`select no_such_column`.execute(database.db)).rejects.toMatchObject({ code: '42703' })
    await expect(
      database.db.transaction().execute((trx) => sql`insert into counter values (null, 0)`.execute(trx)),
    ).rejects.toMatchObject({ code: '23502' })
    expect((await sql<{ one: number }>`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }])
  })

  it('returns the same types whatever the database: bigint, jsonb, bytea, times, counts of rows', async () => {
    const { db } = database
    await db
      .insertInto('house')
      .values({ house_code: '1', document: JSON.stringify(['ก', { a: 1 }]) })
      .execute()
    const portrait = Uint8Array.of(0, 255, 10)
    const person = { citizen_number: '1', subject_hash: 'h', house_code: '1', document: '"text"', portrait }
    await db
      .insertInto('person')
      .values({ ...person, updated_at: AT })
      .execute()
    const read = await db
      .selectFrom('person')
      .innerJoin('house', 'house.house_code', 'person.house_code')
      .select(['house.document as house', 'person.document', 'portrait', 'updated_at'])
      .executeTakeFirstOrThrow()
    expect({ ...read, portrait: [...read.portrait!] }).toEqual({
      house: ['ก', { a: 1 }],
      document: 'text',
      portrait: [0, 255, 10],
      updated_at: AT,
    })
    const { count } = await db
      .selectFrom('person')
      .select((e) => e.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(1)
    const changed = await db.updateTable('person').set({ portrait: null }).executeTakeFirst()
    expect(changed.numUpdatedRows).toBe(1n)
  })

  it('refuses a person in a house that is not there', async () => {
    const person = { citizen_number: '2', subject_hash: 'i', house_code: 'none', document: '{}', portrait: null }
    await expect(
      database.db
        .insertInto('person')
        .values({ ...person, updated_at: AT })
        .execute(),
    ).rejects.toMatchObject({ code: '23503' })
  })

  it('gives each index of a status list once', async () => {
    const { db } = database
    const list = await db
      .insertInto('status_list')
      .values({ size: 8, created_at: AT, token: null, published_at: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const row = {
      status_list_id: list.id,
      status_index: 3,
      grant_id: '00000000-0000-4000-8000-000000000000',
      configuration_id: 'id-card',
      subject_hash: 'h',
      key_thumbprint: 't',
      issued_at: AT,
      valid_until: AT,
      revoked_at: null,
      revocation_reason: null,
    }
    await db.insertInto('issuance').values(row).execute()
    await expect(db.insertInto('issuance').values(row).execute()).rejects.toMatchObject({ code: '23505' })
  })

  it('appends to the audit log and neither changes nor deletes', async () => {
    const { db } = database
    const entry = { at: AT, actor: 'a', action: 'b', subject_hash: null, detail: '{}', previous_hash: '', hash: 'x' }
    const { sequence } = await db.insertInto('audit').values(entry).returning('sequence').executeTakeFirstOrThrow()
    expect(sequence).toBe(1)
    const refused = { code: '23001' }
    await expect(db.updateTable('audit').set({ actor: 'c' }).execute()).rejects.toMatchObject(refused)
    await expect(db.deleteFrom('audit').execute()).rejects.toMatchObject(refused)
    await expect(sql`truncate audit`.execute(db)).rejects.toMatchObject(refused)
    expect(await db.selectFrom('audit').select('actor').execute()).toEqual([{ actor: 'a' }])
  })
}
