import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDossierStore } from '../../src/database/dossier-store.ts'
import type { Database } from '../../src/database/open-database.ts'
import { createStatusListStore } from '../../src/database/status-list-store.ts'
import type { SourceStatus } from '../../src/derivation-ports.ts'
import { openCascadingPublisher } from '../../src/open-cascading-publisher.ts'
import { createTestDatabase } from '../support/database.ts'
import { makeIssuance, publisherOf } from '../support/status-publisher.ts'

const MINUTE = 60_000
let database: Database
let clock: { now: Date }
let bundle: { version: string; revoked: Set<number> }
const sealingKey = randomBytes(32)
beforeEach(async () => {
  database = await createTestDatabase()
  clock = { now: new Date('2026-11-23T09:00:00.000Z') }
  bundle = { version: '1', revoked: new Set() }
})
afterEach(() => database?.[Symbol.asyncDispose]())
const later = (milliseconds: number) => {
  clock.now = new Date(clock.now.getTime() + milliseconds)
}

/** An agency's publisher as one process has it, with what it says. */
function start() {
  const { publisher: own, issuances } = publisherOf(database.db, clock, { statusListSize: 1024, statusListsOpen: 1 })
  const faults: unknown[] = []
  const notes: unknown[] = []
  const state = { failing: false }
  const publisher = openCascadingPublisher({
    db: database.db,
    sealingKey,
    randomBytes,
    statusPublisher: own,
    openSourceStatuses: async () => {
      if (state.failing) throw new TypeError('There is no bundle.')
      const { version, revoked } = bundle
      return { version, statusOf: ({ index }): SourceStatus => (revoked.has(index) ? 'revoked' : 'valid') }
    },
    now: () => clock.now,
    timer: { milliseconds: () => clock.now.getTime(), wait: () => new Promise((resolve) => setTimeout(resolve, 5)) },
    report: (error) => void faults.push(error),
    note: (event, counts) => void notes.push({ event, ...counts }),
  })
  return { publisher, issuances, faults, notes, state }
}

const dossiers = () => createDossierStore({ db: database.db, sealingKey, randomBytes })
async function derive({ issuances }: ReturnType<typeof start>, index: number): Promise<string> {
  const subjectHash = `subject-${index}`
  const until = new Date(clock.now.getTime() + 24 * 60 * MINUTE)
  const sources = [{ issuer: 'did:web:register.example', uri: 'https://register.example/1', index }]
  await dossiers().add(
    {
      ...{ subjectHash, derivationId: 'over-20', recordKey: undefined, claims: {}, sources },
      ...{ claimsUntil: until, validUntil: until },
    },
    clock.now,
  )
  await issuances.record(await makeIssuance(database.db, clock, 1, { subjectHash, configurationId: 'over-20' }))
  return subjectHash
}
const revokedSubjects = async () =>
  (await database.db.selectFrom('issuance').select('subject_hash').where('revoked_at', 'is not', null).execute()).map(
    (row) => row.subject_hash,
  )

test('what a new bundle says is in the lists that are published next', async () => {
  const agency = start()
  await agency.publisher.publish()
  await derive(agency, 1)
  await agency.publisher.publish()
  const signedAt = agency.publisher.state().lastPublishedAt
  expect(await revokedSubjects()).toEqual([])
  later(5 * MINUTE)
  bundle = { version: '2', revoked: new Set([1]) }
  await agency.publisher.publish()
  expect(await revokedSubjects()).toEqual(['subject-1'])
  expect(agency.publisher.state().lastPublishedAt).not.toEqual(signedAt)
  const [list] = await createStatusListStore(database.db, randomBytes).states()
  expect(list?.publishedSequence).toBe(list?.sequence)
  expect(agency.faults).toEqual([])
})

test('against a bundle that was seen only what was added since is looked at; a new one is for all', async () => {
  const agency = start()
  await agency.publisher.publish()
  await derive(agency, 1)
  later(5 * MINUTE)
  await agency.publisher.publish()
  later(5 * MINUTE)
  await derive(agency, 2)
  later(2 * MINUTE)
  await agency.publisher.publish()
  later(5 * MINUTE)
  await agency.publisher.publish()
  bundle = { ...bundle, version: '2' }
  await agency.publisher.publish()
  const none = { event: 'cascade', ended: 0, unknown: 0, unreadable: 0 }
  expect(agency.notes).toEqual([
    { ...none, looked: 1 },
    { ...none, looked: 1 },
    { ...none, looked: 2 },
  ])
})

test('a dossier of an answer that was decided before the bundle came, and kept after, is looked at', async () => {
  const agency = start()
  await agency.publisher.publish()
  bundle = { version: '2', revoked: new Set([1]) }
  await agency.publisher.publish()
  await derive(agency, 1)
  await agency.publisher.publish()
  expect(await revokedSubjects()).toEqual(['subject-1'])
})

test('without a bundle that opens the lists are published all the same, and it is made up for', async () => {
  const agency = start()
  await agency.publisher.publish()
  await derive(agency, 1)
  bundle = { version: '2', revoked: new Set([1]) }
  agency.state.failing = true
  later(5 * MINUTE)
  await agency.publisher.publish()
  expect(agency.faults).toHaveLength(1)
  expect(agency.publisher.state().lastPassAt).toEqual(clock.now)
  expect(await revokedSubjects()).toEqual([])
  expect(agency.publisher.state().cascade?.lastPassAt).not.toEqual(clock.now)
  agency.state.failing = false
  await agency.publisher.publish()
  expect(await revokedSubjects()).toEqual(['subject-1'])
  expect(agency.publisher.state().cascade).toEqual({ lastPassAt: clock.now, ended: 1, unfollowed: 0 })
})

test('of two processes one looks at a time, and both publish', async () => {
  const [one, other] = [start(), start()]
  await one.publisher.publish()
  for (const index of [1, 2, 3]) await derive(one, index)
  bundle = { version: '2', revoked: new Set([1, 3]) }
  await Promise.all([one.publisher.publish(), other.publisher.publish()])
  const looked = [...one.notes, ...other.notes].map((note) => (note as { looked: number }).looked)
  // Each has a bundle of its own to look by: the second finds what the first has left.
  expect(looked.sort()).toEqual([1, 3])
  expect((await revokedSubjects()).sort()).toEqual(['subject-1', 'subject-3'])
  expect([...one.faults, ...other.faults]).toEqual([])
})

test('calls while it runs are one more run', async () => {
  const agency = start()
  await Promise.all([agency.publisher.publish(), agency.publisher.publish(), agency.publisher.publish()])
  await agency.publisher[Symbol.asyncDispose]()
  expect(agency.faults).toEqual([])
})
