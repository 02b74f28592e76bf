import { type StatusList, verifyStatusList } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../src/database/open-database.ts'
import { createStatusListStore } from '../../src/database/status-list-store.ts'
import type { StatusPublisher } from '../../src/status-ports.ts'
import { onBothDatabases } from '../support/both-databases.ts'
import { makeIssuance, publisherOf } from '../support/status-publisher.ts'

const SMALL = { statusListSize: 1024, statusListsOpen: 2 }
const HOUR = 3_600_000
const signer = generateNodeSigner()

onBothDatabases((open) => {
  let database: Database
  let clock: { now: Date }
  beforeEach(async () => {
    database = await open()
    clock = { now: new Date('2026-11-23T09:00:00.000Z') }
    // The server of the tests is one for all of them.
    await database.db.updateTable('status_list').set({ retired_at: clock.now, decoy_seed: null }).execute()
  })
  afterEach(() => database?.[Symbol.asyncDispose]())

  const start = (options = {}) => publisherOf(database.db, clock, { ...SMALL, signer, ...options })
  const later = (milliseconds: number) => {
    clock.now = new Date(clock.now.getTime() + milliseconds)
  }
  const listIds = async () => {
    const lists = database.db.selectFrom('status_list').select('id').where('retired_at', 'is', null)
    return (await lists.orderBy('id').execute()).map(({ id }) => id)
  }

  async function read(publisher: StatusPublisher, id: number): Promise<StatusList> {
    const { bytes } = (await publisher.find(id))!
    const key = await nodePlatform.importKey(signer.publicJwk)
    const options = { findKeys: () => [key], now: clock.now, skewSeconds: 0 }
    return verifyStatusList(Buffer.from(bytes).toString(), options, nodePlatform)
  }

  async function invalidOf(publisher: StatusPublisher, id: number): Promise<readonly number[]> {
    const list = await read(publisher, id)
    return Array.from({ length: 1024 }, (_, index) => index).filter((index) => list.statusAt(index) === 1)
  }

  test('the first pass opens lists together and publishes them, with decoys in them', async () => {
    const { publisher } = start()
    await publisher.publish()
    const ids = await listIds()
    expect(ids).toHaveLength(2)
    expect(publisher.state()).toEqual({ lists: 2, lastPublishedAt: clock.now, lastPassAt: clock.now })
    expect(JSON.parse(Buffer.from(publisher.aggregation().bytes).toString())).toEqual({
      status_lists: ids.map((id) => `https://issuer.example/status-lists/${id}`),
    })
    for (const id of ids) {
      // Of 1024 entries 64 are kept back for decoys; an eighth at most is set at the opening, and four more by each signing.
      const invalid = await invalidOf(publisher, id)
      expect(invalid.length).toBeGreaterThanOrEqual(4)
      expect(invalid.length).toBeLessThanOrEqual(64)
    }
  })

  test('what is set stays set, and with a revocation other entries are set as well, which are nobody’s', async () => {
    const { publisher, issuances } = start()
    await publisher.publish()
    let decoys = 0
    for (let round = 0; round < 12; round++) {
      const subjectHash = `subject-${round}`
      const [record] = (await issuances.record(await makeIssuance(database.db, clock, 1, { subjectHash })))!
      const before = await invalidOf(publisher, record!.statusListId)
      expect(before).not.toContain(record!.statusIndex)
      await issuances.revoke({ subjectHash, configurationIds: ['id-card'], reason: 'lost', now: clock.now })
      await publisher.publish()
      const after = await invalidOf(publisher, record!.statusListId)
      expect(after).toEqual(expect.arrayContaining([...before, record!.statusIndex]))
      decoys += after.length - before.length - 1
    }
    // No decoy in one publication happens once in five times, in twelve once in 244 million.
    expect(decoys).toBeGreaterThan(0)
    const issued = await database.db.selectFrom('issuance').select(['status_list_id', 'status_index']).execute()
    for (const id of await listIds()) {
      const given = issued.filter((row) => row.status_list_id === id).map((row) => row.status_index)
      const revoked = await database.db
        .selectFrom('issuance')
        .select('status_index')
        .where('status_list_id', '=', id)
        .where('revoked_at', 'is not', null)
        .execute()
      const invalid = await invalidOf(publisher, id)
      expect(invalid.filter((index) => given.includes(index))).toHaveLength(revoked.length)
    }
  })

  test('nothing is signed while nothing is due, and everything within half its ttl and two hours', async () => {
    const { publisher, signed } = start()
    await publisher.publish()
    await publisher.publish()
    expect(signed).toHaveLength(2)
    later(2 * HOUR)
    await publisher.publish()
    expect(signed).toHaveLength(4)
    const brief = start({ statusListTtlSeconds: 60 })
    later(2 * HOUR)
    await brief.publisher.publish()
    later(30_000)
    await brief.publisher.publish()
    expect(brief.signed).toHaveLength(4)
  })

  test('two processes open one set of lists, sign each list once, and hold the same', async () => {
    const [first, second] = [start(), start()]
    await Promise.all([first.publisher.publish(), second.publisher.publish()])
    const ids = await listIds()
    expect(ids).toHaveLength(2)
    expect(first.signed.length + second.signed.length).toBe(2)
    const subjectHash = 'subject of two'
    const [record] = (await first.issuances.record(await makeIssuance(database.db, clock, 1, { subjectHash })))!
    const revocation = { subjectHash, configurationIds: ['id-card'], reason: 'lost', now: clock.now }
    await first.issuances.revoke(revocation)
    await second.publisher.publish()
    expect((await read(second.publisher, record!.statusListId)).statusAt(record!.statusIndex)).toBe(1)
    await first.publisher.publish()
    for (const id of ids) {
      const [one, other] = [await first.publisher.find(id), await second.publisher.find(id)]
      expect(one!.etag).toBe(other!.etag)
    }
    expect(first.signed.length + second.signed.length).toBe(3)
  })

  test('a list that another process has opened is found at once, and an unknown one looked for once a second', async () => {
    const [first, second] = [start(), start()]
    await second.publisher.publish()
    const [{ generation }] = (await database.db
      .selectFrom('status_list')
      .select('generation')
      .orderBy('id', 'desc')
      .limit(1)
      .execute()) as [{ generation: number }]
    await first.publisher.openLists(generation)
    const newest = (await listIds()).at(-1)!
    expect(await second.publisher.find(newest)).toBeDefined()
    await first.publisher.openLists(generation + 1)
    const unseen = (await listIds()).at(-1)!
    expect(await second.publisher.find(unseen)).toBeUndefined()
    later(1000)
    expect(await second.publisher.find(unseen)).toBeDefined()
  })

  test('of two that find lists full, one opens new ones', async () => {
    const [first, second] = [start(), start()]
    await first.publisher.publish()
    const newest = async () =>
      (await createStatusListStore(database.db, () => new Uint8Array(0)).newestGeneration())!.generation
    const full = await newest()
    await Promise.all([first.publisher.openLists(full), second.publisher.openLists(full)])
    expect(await newest()).toBe(full + 1)
    // The full ones held no credential here, so they are gone.
    expect(await listIds()).toHaveLength(2)
  })

  test('a process that died while publishing keeps the others waiting no longer than its lease', async () => {
    const store = createStatusListStore(database.db, () => new Uint8Array(0))
    await store.takeLease('dead', clock.now, new Date(clock.now.getTime() + 60_000))
    const { publisher } = start()
    const published = publisher.publish()
    const waited = await Promise.race([published.then(() => 'published'), new Promise((go) => setTimeout(go, 100))])
    expect(waited).toBeUndefined()
    later(60_000)
    await published
    expect(publisher.state().lists).toBe(2)
  })

  test('a revocation while a list is being signed is published the next time', async () => {
    const { publisher, issuances } = start()
    const subjectHash = 'in between'
    const [record] = (await issuances.record(await makeIssuance(database.db, clock, 1, { subjectHash })))!
    const id = record!.statusListId
    const store = createStatusListStore(database.db, () => new Uint8Array(0))
    const before = (await store.states()).find((list) => list.id === id)!
    // What a publisher does, with a revocation between its reading and its saving.
    await issuances.revoke({ subjectHash, configurationIds: ['id-card'], reason: 'lost', now: clock.now })
    const { token } = (await store.findToken(id))!
    const renewAt = new Date(clock.now.getTime() + HOUR)
    await store.savePublished(id, { token, publishedAt: clock.now, sequence: before.sequence, renewAt })
    await publisher.publish()
    expect((await read(publisher, id)).statusAt(record!.statusIndex)).toBe(1)
    // One that saw less does not overwrite what saw more.
    await store.savePublished(id, { token: 'old', publishedAt: clock.now, sequence: before.sequence, renewAt })
    expect((await store.findToken(id))!.token).not.toBe('old')
  })

  test('after ninety days new lists are opened, and the old ones retire when all in them has expired', async () => {
    const { publisher, issuances } = start()
    await issuances.record(await makeIssuance(database.db, clock, 30, { validUntil: new Date('2027-02-25T00:00:00Z') }))
    const old = await listIds()
    later(90 * 24 * HOUR)
    await publisher.publish()
    expect(await listIds()).toHaveLength(4)
    // A day of grace after the last has expired.
    clock.now = new Date('2027-02-25T23:59:59Z')
    await publisher.publish()
    expect(await listIds()).toEqual(expect.arrayContaining([...old]))
    clock.now = new Date('2027-02-26T00:00:01Z')
    await publisher.publish()
    const left = await listIds()
    expect(left).toHaveLength(2)
    expect(left).not.toEqual(expect.arrayContaining([old[0]]))
    expect(await publisher.find(old[0]!)).toBeUndefined()
  })

  test('a list signed with another key, or for another address, is signed anew at the start', async () => {
    const { publisher } = start()
    await publisher.publish()
    const [id] = await listIds()
    await database.db
      .updateTable('status_list')
      .set({ token: 'eyJraWQiOiJvdGhlciJ9.e30.AA' })
      .where('id', '=', id!)
      .execute()
    const restarted = start()
    await restarted.publisher.publish()
    expect(restarted.signed).toHaveLength(1)
    expect((await read(restarted.publisher, id!)).uri).toBe(`https://issuer.example/status-lists/${id}`)
  })
})
