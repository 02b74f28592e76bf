import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDossierStore } from '../../src/database/dossier-store.ts'
import type { Database } from '../../src/database/open-database.ts'
import type { DossierStore, SourceReference, SourceStatus, SourceStatuses } from '../../src/derivation-ports.ts'
import type { StatusPublisher } from '../../src/status-ports.ts'
import { cascadeRevocations } from '../../src/use-cases/cascade-revocations.ts'
import { onBothDatabases } from '../support/both-databases.ts'
import { makeIssuance, publisherOf } from '../support/status-publisher.ts'

const HOUR = 3_600_000
const ISSUER = 'did:web:register.example'
const source = (index: number): SourceReference => ({ issuer: ISSUER, uri: 'https://register.example/1', index })

/** Everything is valid but what is named, by its index. */
function statusesWith(named: Readonly<Record<number, SourceStatus>>): SourceStatuses {
  return { version: '1', statusOf: ({ index }) => named[index] ?? 'valid' }
}

onBothDatabases((open) => {
  let database: Database
  let dossiers: DossierStore
  let issuances: ReturnType<typeof publisherOf>['issuances']
  let publisher: StatusPublisher
  const clock = { now: new Date('2026-11-23T09:00:00.000Z') }
  const now = () => clock.now
  beforeEach(async () => {
    database = await open()
    const { db } = database
    // The server of the tests is one for all of them.
    await db.updateTable('status_list').set({ retired_at: clock.now, decoy_seed: null }).execute()
    await db.deleteFrom('dossier').execute()
    dossiers = createDossierStore({ db, sealingKey: randomBytes(32), randomBytes })
    ;({ issuances, publisher } = publisherOf(db, clock, { statusListSize: 1024, statusListsOpen: 1 }))
    await publisher.publish()
  })
  afterEach(() => database?.[Symbol.asyncDispose]())

  /** A dossier and two credentials of it. @returns by what it is found */
  async function derived(...sources: readonly SourceReference[]): Promise<string> {
    const subjectHash = randomBytes(16).toString('hex')
    const until = new Date(clock.now.getTime() + 24 * HOUR)
    await dossiers.add(
      { subjectHash, derivationId: 'over-20', recordKey: undefined, claims: {}, sources, ...ends(until) },
      clock.now,
    )
    await issuances.record(await makeIssuance(database.db, clock, 2, { subjectHash, configurationId: 'over-20' }))
    return subjectHash
  }
  const ends = (until: Date) => ({ claimsUntil: until, validUntil: until })

  async function revokedOf(subjectHash: string): Promise<readonly (string | null)[]> {
    const rows = database.db.selectFrom('issuance').select('revocation_reason').where('subject_hash', '=', subjectHash)
    return (await rows.where('revoked_at', 'is not', null).execute()).map((row) => row.revocation_reason)
  }
  const lastAudit = () =>
    database.db.selectFrom('audit').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst()

  test('one revoked source ends what rests on it, in all its copies, and nothing else', async () => {
    const [hit, other] = [await derived(source(1), source(2)), await derived(source(1))]
    const counts = await cascadeRevocations({ statuses: statusesWith({ 2: 'revoked' }) }, { dossiers, now })
    expect(counts).toEqual({ looked: 2, ended: 1, unknown: 0, unreadable: 0 })
    expect(await revokedOf(hit)).toEqual(['source_revoked', 'source_revoked'])
    expect(await revokedOf(other)).toEqual([])
    const entry = await lastAudit()
    expect(entry).toMatchObject({ actor: 'cascade', action: 'credentials_revoked', subject_hash: null })
    expect(entry?.detail).toEqual({ reason: 'source_revoked', count: 2 })
    expect(await dossiers.findClaims(hit, now())).toBeUndefined()
  })

  test('a second time finds nothing to do and writes nothing', async () => {
    await derived(source(1))
    const statuses = statusesWith({ 1: 'revoked' })
    await cascadeRevocations({ statuses }, { dossiers, now })
    const before = await lastAudit()
    expect(await cascadeRevocations({ statuses }, { dossiers, now })).toMatchObject({ looked: 0, ended: 0 })
    expect((await lastAudit())?.sequence).toBe(before?.sequence)
  })

  test('a suspended source, an unknown one and none at all end nothing; the unknown are counted', async () => {
    const all = [await derived(source(1)), await derived(source(2), source(3)), await derived()]
    const statuses = statusesWith({ 1: 'suspended', 2: 'unknown', 3: 'unknown' })
    expect(await cascadeRevocations({ statuses }, { dossiers, now })).toEqual({
      ...{ looked: 3, ended: 0 },
      ...{ unknown: 1, unreadable: 0 },
    })
    for (const hash of all) expect(await revokedOf(hash)).toEqual([])
  })

  test('an unknown source does not save what rests on a revoked one', async () => {
    const hit = await derived(source(1), source(2))
    const statuses = statusesWith({ 1: 'unknown', 2: 'revoked' })
    expect(await cascadeRevocations({ statuses }, { dossiers, now })).toMatchObject({ ended: 1, unknown: 0 })
    expect(await revokedOf(hit)).toHaveLength(2)
  })

  test('a row that was changed is counted, and keeps nobody else from being ended', async () => {
    const [changed, hit] = [await derived(source(1)), await derived(source(1))]
    await database.db
      .updateTable('dossier')
      .set({ sealed_sources: Buffer.from('changed') })
      .where('subject_hash', '=', changed)
      .execute()
    const counts = await cascadeRevocations({ statuses: statusesWith({ 1: 'revoked' }) }, { dossiers, now })
    expect(counts).toEqual({ looked: 2, ended: 1, unknown: 0, unreadable: 1 })
    expect(await revokedOf(hit)).toHaveLength(2)
  })

  test('a fault at one page is thrown after the others are done, and what it left is done the next time', async () => {
    const hits = [await derived(source(1)), await derived(source(1)), await derived(source(1))]
    let calls = 0
    const faulty: Pick<DossierStore, 'live' | 'end'> = {
      live: (query) => dossiers.live({ ...query, pageSize: 1 }),
      end: async (hashes, end) => {
        calls += 1
        if (calls === 2) throw new TypeError('The database went away.')
        return dossiers.end(hashes, end)
      },
    }
    const statuses = statusesWith({ 1: 'revoked' })
    await expect(cascadeRevocations({ statuses }, { dossiers: faulty, now })).rejects.toThrow(TypeError)
    expect((await Promise.all(hits.map(revokedOf))).filter(({ length }) => length === 2)).toHaveLength(2)
    expect(await cascadeRevocations({ statuses }, { dossiers, now })).toMatchObject({ looked: 1, ended: 1 })
  })

  test('a credential that is issued while its source is found revoked is revoked, or does not leave', async () => {
    const until = new Date(clock.now.getTime() + 24 * HOUR)
    for (let round = 0; round < 20; round++) {
      const subjectHash = `racing-${round}`
      const dossier = { subjectHash, derivationId: 'over-20', recordKey: undefined, claims: {}, sources: [source(1)] }
      await dossiers.add({ ...dossier, ...ends(until) }, clock.now)
      const issuance = await makeIssuance(database.db, clock, 1, { subjectHash, configurationId: 'over-20' })
      // As it is issued: recorded, and looked at once more before it is signed.
      const issue = async () => {
        await issuances.record(issuance)
        return (await dossiers.findClaims(subjectHash, now())) !== undefined
      }
      const end = () => cascadeRevocations({ statuses: statusesWith({ 1: 'revoked' }) }, { dossiers, now })
      const [left] = await Promise.all([issue(), end()])
      if (left) expect(await revokedOf(subjectHash)).toHaveLength(1)
    }
  })

  test('more dossiers than a page holds are all looked at, once each', async () => {
    const row = { derivation_id: 'over-20', record_key: null, sealed_claims: null, ended_at: null }
    const until = new Date(clock.now.getTime() + HOUR)
    const rows = Array.from({ length: 2300 }, (_, i) => ({
      ...row,
      subject_hash: `many-${String(i).padStart(4, '0')}`,
      sealed_sources: Buffer.from('no seal'),
      ...{ claims_until: until, valid_until: until, created_at: clock.now },
    }))
    for (let i = 0; i < rows.length; i += 500)
      await database.db
        .insertInto('dossier')
        .values(rows.slice(i, i + 500))
        .execute()
    const seen: number[] = []
    const progress = async ({ looked }: { readonly looked: number }) => void seen.push(looked)
    await cascadeRevocations({ statuses: statusesWith({}), progress }, { dossiers, now })
    expect(seen).toEqual([1000, 2000, 2300])
    const later = { statuses: statusesWith({}), addedSince: new Date(clock.now.getTime() + 1) }
    expect(await cascadeRevocations(later, { dossiers, now })).toMatchObject({ looked: 0 })
  })
})
