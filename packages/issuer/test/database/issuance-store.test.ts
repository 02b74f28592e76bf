import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { decoyReserve } from '../../src/database/decoy-reserve.ts'
import { createGrantStore } from '../../src/database/grant-store.ts'
import type { Database } from '../../src/database/open-database.ts'
import { lockRegisterForChange } from '../../src/database/register-lock.ts'
import { onBothDatabases } from '../support/both-databases.ts'
import { makeIssuance, publisherOf } from '../support/status-publisher.ts'

const clock = { now: new Date('2026-11-23T09:00:00.000Z') }

onBothDatabases((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database?.[Symbol.asyncDispose]())
  // A generation that another test has opened has lists of another size.
  beforeEach(async () => {
    await database.db.updateTable('status_list').set({ decoy_seed: null }).execute()
  })

  test('forty issuances at once into lists of sixteen entries never share an index', async () => {
    const { issuances } = publisherOf(database.db, clock, { statusListSize: 16, statusListsOpen: 2 })
    const wanted = await Promise.all(Array.from({ length: 20 }, () => makeIssuance(database.db, clock, 2)))
    const records = (await Promise.all(wanted.map((one) => issuances.record(one)))).flatMap((taken) => taken ?? [])
    expect(records).toHaveLength(40)
    const places = records.map(({ statusListId, statusIndex }) => `${statusListId}/${statusIndex}`)
    expect(new Set(places).size).toBe(40)
    for (const { statusIndex } of records) expect(statusIndex).toBeLessThan(16)
    expect(new Set(records.map(({ statusListId }) => statusListId)).size).toBeGreaterThan(2)
  })

  test('an entry that is kept back for a decoy is never given to a credential', async () => {
    const { db } = database
    const { issuances } = publisherOf(db, clock, { statusListSize: 64, statusListsOpen: 1 })
    for (let batch = 0; batch < 8; batch++) await issuances.record(await makeIssuance(db, clock, 15))
    const lists = await db.selectFrom('status_list').selectAll().where('size', '=', 64).execute()
    // 64 entries, one in sixteen: four of each list.
    const kept = lists.flatMap(({ id, decoy_seed, size }) =>
      decoyReserve(decoy_seed, size).order.map((index) => `${id}/${index}`),
    )
    expect(kept).toHaveLength(4 * lists.length)
    const rows = await db.selectFrom('issuance').select(['status_list_id', 'status_index']).execute()
    const given = new Set(rows.map((row) => `${row.status_list_id}/${row.status_index}`))
    expect(kept.filter((place) => given.has(place))).toEqual([])
  })

  test('the copies of a batch lie in all open lists, at indices that are in no order', async () => {
    const { issuances } = publisherOf(database.db, clock)
    const records = (await issuances.record(await makeIssuance(database.db, clock, 30))) ?? []
    const [listIds, indices] = [records.map((record) => record.statusListId), records.map((it) => it.statusIndex)]
    // Thirty draws miss one of four lists once in 1,400 times, and two of them once in 180 million.
    expect(new Set(listIds).size).toBeGreaterThan(2)
    for (const values of [listIds, indices]) expect(values).not.toEqual([...values].sort((a, b) => a - b))
  })

  test('one offer gives no more copies than allowed, however many ask at once', async () => {
    const { issuances } = publisherOf(database.db, clock)
    const issuance = await makeIssuance(database.db, clock, 1, { maxCopies: 4 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => issuances.record(issuance)))
    expect(answers.filter((taken) => taken !== undefined)).toHaveLength(4)
  })

  test('a device that is being replaced keeps nothing of what it fetches at the same moment', async () => {
    const { db } = database
    const { issuances, publisher } = publisherOf(db, clock)
    await publisher.publish()
    const subjectHash = 'somebody who moves to another device'
    const enrolment = {
      outcome: 'approved',
      purpose: 'replace',
      subject_hash: subjectHash,
      created_at: clock.now,
    } as const
    const row = { ...enrolment, configuration_ids: '["id-card"]', code: null, percent: null, operating_point: null }
    const { id: enrolmentId } = await db
      .insertInto('enrolment')
      .values({ ...row, model_hash: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const granted = async (from: string | undefined) => {
      const grant = { subjectHash, configurationIds: ['id-card'], clientId: undefined, keyThumbprint: undefined }
      const { id: grantId } = await createGrantStore(db).add({ ...grant, enrolmentId: from }, clock.now)
      return makeIssuance(db, clock, 3, { grantId, subjectHash })
    }
    const old = await Promise.all(Array.from({ length: 4 }, () => granted(undefined)))
    const fresh = await granted(enrolmentId)
    // Each of the old ones is before it or after: recorded and revoked, or refused.
    await Promise.allSettled([...old.slice(0, 2), fresh, ...old.slice(2)].map((one) => issuances.record(one)))
    const rows = db
      .selectFrom('issuance')
      .select(['grant_id', 'revocation_reason'])
      .where('subject_hash', '=', subjectHash)
    const good = (await rows.execute()).filter((one) => one.revocation_reason === null)
    expect(good).toEqual(Array.from({ length: 3 }, () => ({ grant_id: fresh.grantId, revocation_reason: null })))
    for (const one of old) await expect(issuances.record(one)).rejects.toMatchObject({ code: 'access_token_invalid' })
  })

  test('while the register is being changed no issuance is recorded', async () => {
    const { db } = database
    const { issuances, publisher } = publisherOf(db, clock)
    await publisher.publish()
    const issuance = await makeIssuance(db, clock, 1)
    let recorded: Promise<unknown> = Promise.resolve()
    await db.transaction().execute(async (trx) => {
      await lockRegisterForChange(trx)
      recorded = issuances.record(issuance)
      // Long enough for a record that waits for nobody.
      const first = await Promise.race([
        recorded.then(() => 'recorded'),
        new Promise((resolve) => setTimeout(resolve, 300, 'waiting')),
      ])
      expect(first).toBe('waiting')
    })
    expect(await recorded).toHaveLength(1)
  })

  test('a revocation cannot be taken back or changed, not even by a statement to the database', async () => {
    const { db } = database
    const { issuances } = publisherOf(db, clock)
    const subjectHash = 'a subject of their own'
    await issuances.record(await makeIssuance(db, clock, 2, { subjectHash }))
    const revocation = { subjectHash, configurationIds: ['id-card'], reason: 'lost', now: clock.now }
    expect(await issuances.revoke(revocation)).toBe(2)
    expect(await issuances.revoke({ ...revocation, reason: 'again' })).toBe(0)
    const change = (set: object) =>
      db.updateTable('issuance').set(set).where('subject_hash', '=', subjectHash).execute()
    const later = new Date(clock.now.getTime() + 1000)
    for (const set of [{ revoked_at: null }, { revoked_at: later }, { revocation_reason: null }, { status_index: 1 }])
      await expect(change(set)).rejects.toMatchObject({ code: '23001' })
    const removal = db.deleteFrom('issuance').where('subject_hash', '=', subjectHash)
    await expect(removal.execute()).rejects.toMatchObject({ code: '23001' })
    const rows = await db.selectFrom('issuance').selectAll().where('subject_hash', '=', subjectHash).execute()
    expect(rows.map((row) => [row.revoked_at, row.revocation_reason])).toEqual([
      [clock.now, 'lost'],
      [clock.now, 'lost'],
    ])
  })
})
