import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAttemptStore } from '../../src/database/attempt-store.ts'
import { createAuditLog, findBrokenAuditLink } from '../../src/database/audit-log.ts'
import { createNonceStore } from '../../src/database/nonce-store.ts'
import { createOfferStore } from '../../src/database/offer-store.ts'
import type { Database } from '../../src/database/open-database.ts'
import { retriedTransaction } from '../../src/database/retried-transaction.ts'
import { onBothDatabases } from '../support/both-databases.ts'

const AT = new Date('2026-11-23T09:00:00.000Z')
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000)
let serial = 0

onBothDatabases((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database?.[Symbol.asyncDispose]())

  const addOffer = (codeHash = `code-${++serial}`) =>
    createOfferStore(database.db).add({
      codeHash,
      txCodeHash: undefined,
      subjectHash: 'subject',
      configurationIds: ['id-card'],
      createdAt: AT,
      expiresAt: later(900),
    })
  test('two transactions that wait for each other both end, one after the other', async () => {
    const { db } = database
    await sql`create table pair (name text primary key, value integer not null)`.execute(db)
    await sql`insert into pair values ('a', 0), ('b', 0)`.execute(db)
    const both = (first: string, second: string) =>
      retriedTransaction(db, async (trx) => {
        await sql`update pair set value = value + 1 where name = ${first}`.execute(trx)
        // Long enough for the other to have its first row: a deadlock on a database that lets two in at once.
        await new Promise((resolve) => setTimeout(resolve, 200))
        await sql`update pair set value = value + 1 where name = ${second}`.execute(trx)
      })
    await Promise.all([both('a', 'b'), both('b', 'a')])
    const { rows } = await sql<{ value: number }>`select value from pair`.execute(db)
    expect(rows.map(({ value }) => value)).toEqual([2, 2])
  })

  test('of many who use a nonce at once, one does', async () => {
    const nonces = createNonceStore(database.db)
    await nonces.add('nonce', later(300))
    const answers = await Promise.all(Array.from({ length: 10 }, () => nonces.consume('nonce', AT)))
    expect(answers.filter(Boolean)).toHaveLength(1)
    await nonces.add('old', later(300))
    expect(await nonces.consume('old', later(300))).toBe(false)
  })

  test('of many who redeem an offer at once, one does', async () => {
    const offers = createOfferStore(database.db)
    await addOffer('one-code')
    let redeemed = 0
    const decide = () =>
      offers.decide('one-code', AT, (offer) => {
        if (offer === undefined || offer.redeemed) return 'leave'
        redeemed += 1
        return 'redeem'
      })
    await Promise.all(Array.from({ length: 10 }, decide))
    expect(redeemed).toBe(1)
  })

  test('each lock is twice as long as the one before, and a success clears it', async () => {
    const attempts = createAttemptStore(database.db)
    const rule = { freeTries: 2, firstLockSeconds: 10 }
    expect(await attempts.take('k', AT, rule)).toBe(0)
    expect(await attempts.take('k', AT, rule)).toBe(0)
    expect(await attempts.take('k', AT, rule)).toBe(10)
    expect(await attempts.take('k', later(10), rule)).toBe(0)
    expect(await attempts.take('k', later(10), rule)).toBe(20)
    await attempts.clear('k')
    expect(await attempts.take('k', later(10), rule)).toBe(0)
  })

  test('entries that come at once form one chain, and a changed entry breaks it', async () => {
    const audit = createAuditLog(database.db)
    const entry = (n: number) =>
      audit.append({ actor: 'test', action: 'tried', detail: { n, list: ['b', 'a'] } }, later(n))
    await Promise.all(Array.from({ length: 12 }, (_, n) => entry(n)))
    expect(await findBrokenAuditLink(database.db)).toBeUndefined()
    const rows = await database.db.selectFrom('audit').selectAll().where('action', '=', 'tried').execute()
    expect(rows).toHaveLength(12)
    expect(new Set(rows.map(({ previous_hash }) => previous_hash)).size).toBe(12)
    // Somebody with the rights of the owner takes the guard off and changes a row.
    await sql`alter table audit disable trigger all`.execute(database.db)
    await database.db
      .updateTable('audit')
      .set({ detail: JSON.stringify({ n: 99 }) })
      .where('sequence', '=', rows[5]!.sequence)
      .execute()
    expect(await findBrokenAuditLink(database.db)).toBe(rows[5]!.sequence)
  })
})
