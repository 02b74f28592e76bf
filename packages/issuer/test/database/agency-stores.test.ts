import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAgencyKeyStore } from '../../src/database/agency-key-store.ts'
import { createIdempotencyStore } from '../../src/database/idempotency-store.ts'
import type { Database } from '../../src/database/open-database.ts'
import { createRequestCounts } from '../../src/database/request-counts.ts'
import { onBothDatabases } from '../support/both-databases.ts'

/** At the beginning of a minute. */
const AT = new Date('2026-11-25T09:00:00.000Z')
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000)
const AGENCY = 'an-agency'

onBothDatabases((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await createAgencyKeyStore(database.db).add(
      {
        id: AGENCY,
        agency: 'Bank of the Tests',
        scopes: ['faces:verify', 'register:existence'],
        quotaPerDay: 10,
        ratePerMinute: 5,
        createdAt: AT,
        expiresAt: later(86_400),
        revokedAt: undefined,
      },
      'hash',
    )
  })
  afterAll(() => database?.[Symbol.asyncDispose]())

  test('a key is found as it was added, and revoked once', async () => {
    const keys = createAgencyKeyStore(database.db)
    const found = await keys.find(AGENCY)
    expect(found).toMatchObject({ tokenHash: 'hash', key: { scopes: ['faces:verify', 'register:existence'] } })
    expect(await keys.list()).toEqual([found?.key])
    expect(await keys.find('nobody')).toBeUndefined()
    const answers = await Promise.all(Array.from({ length: 5 }, () => keys.revoke(AGENCY, later(9))))
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect((await keys.find(AGENCY))?.key.revokedAt).toEqual(later(9))
  })

  test('of twenty at once just the limit passes; a window has its end, and a name its own count', async () => {
    const counts = createRequestCounts(database.db)
    const rule = { limit: 7, windowSeconds: 60 }
    const answers = await Promise.all(Array.from({ length: 20 }, () => counts.take('a', later(20), rule)))
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(7)
    expect(answers.filter((seconds) => seconds === 40)).toHaveLength(13)
    expect(await counts.take('b', later(20), rule)).toBe(0)
    expect(await counts.take('a', later(59.5), rule)).toBe(1)
    expect(await counts.take('a', later(60), rule)).toBe(0)
    // A clock that is behind counts in the newer window, and opens none of its own.
    for (let i = 0; i < 6; i++) expect(await counts.take('a', later(20), rule)).toBe(0)
    expect(await counts.take('a', later(60), rule)).toBe(60)
  })

  test('what is given back may be taken again, once, and not in a later window', async () => {
    const counts = createRequestCounts(database.db)
    const rule = { limit: 1, windowSeconds: 60 }
    expect(await counts.take('c', AT, rule)).toBe(0)
    await counts.giveBack('c', AT)
    await counts.giveBack('c', AT)
    expect(await counts.take('c', AT, rule)).toBe(0)
    expect(await counts.take('c', AT, rule)).toBe(60)
    await counts.giveBack('c', later(60))
    expect(await counts.take('c', later(59), rule)).toBe(1)
  })

  test('of many who begin with one key at once, one does; its answer is kept byte for byte', async () => {
    const store = createIdempotencyStore(database.db)
    const request = { agencyKeyId: AGENCY, keyHash: 'k', fingerprint: 'f' }
    const states = await Promise.all(Array.from({ length: 12 }, () => store.begin(request, AT)))
    const begun = states.flatMap((state) => (state.state === 'begun' ? [state] : []))
    expect(begun).toHaveLength(1)
    expect(states.filter(({ state }) => state === 'running')).toHaveLength(11)
    const answer = { body: { z: 1, a: ['ä', { y: null, b: '"' }] } }
    await store.keep(begun[0]!.owner, answer)
    const again = await store.begin(request, later(86_399))
    expect(JSON.stringify(again)).toBe(JSON.stringify({ state: 'answered', answer }))
    expect(await store.begin({ ...request, fingerprint: 'g' }, AT)).toEqual({ state: 'other_request' })
    expect(await store.begin(request, later(86_400))).toMatchObject({ state: 'begun' })
  })

  test('one that was never heard of again gives way, and can change nothing afterwards', async () => {
    const store = createIdempotencyStore(database.db)
    const request = { agencyKeyId: AGENCY, keyHash: 'lost', fingerprint: 'f' }
    const first = await store.begin(request, AT)
    expect(await store.begin(request, later(59))).toEqual({ state: 'running' })
    const second = await store.begin(request, later(60))
    if (first.state !== 'begun' || second.state !== 'begun') throw new Error('Both should have begun.')
    await store.keep(first.owner, { body: { of: 'the first' } })
    await store.release(first.owner)
    await store.keep(second.owner, { body: { of: 'the second' } })
    expect(await store.begin(request, later(61))).toMatchObject({ answer: { body: { of: 'the second' } } })
  })

  test('a key that is released may be begun at once', async () => {
    const store = createIdempotencyStore(database.db)
    const request = { agencyKeyId: AGENCY, keyHash: 'released', fingerprint: 'f' }
    const first = await store.begin(request, AT)
    if (first.state === 'begun') await store.release(first.owner)
    expect(await store.begin(request, AT)).toMatchObject({ state: 'begun' })
  })
})
