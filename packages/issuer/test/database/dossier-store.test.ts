import { randomBytes } from 'node:crypto'
import { pooledRandomBytes } from '@bai/credential/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDossierStore } from '../../src/database/dossier-store.ts'
import { sweepExpired } from '../../src/database/sweep-expired.ts'
import type { Dossier } from '../../src/derivation-ports.ts'
import { createTestDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-01T00:00:00Z')
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let store: ReturnType<typeof createDossierStore>
beforeAll(async () => {
  database = await createTestDatabase()
  store = createDossierStore({ db: database.db, sealingKey: randomBytes(32), randomBytes: pooledRandomBytes })
})
afterAll(() => database[Symbol.asyncDispose]())

function dossier(subjectHash: string, fields: Partial<Dossier> = {}): Dossier {
  return {
    subjectHash,
    derivationId: 'over-20',
    recordKey: undefined,
    claims: { marked_claim: 'MARKED-VALUE-1' },
    sources: [{ issuer: 'did:web:issuer.example', uri: 'https://issuer.example/MARKED-LIST', index: 7 }],
    claimsUntil: later(1),
    validUntil: later(48),
    ...fields,
  }
}

async function liveHashes(now: Date): Promise<readonly string[]> {
  const hashes: string[] = []
  for await (const page of store.live({ now, pageSize: 2 })) hashes.push(...page.map(({ subjectHash }) => subjectHash))
  return hashes
}

test('claims are there until they are forgotten, sources until the end; neither stands in the database', async () => {
  await store.add(dossier('a'), NOW)
  expect(await store.findClaims('a', NOW)).toEqual({
    derivationId: 'over-20',
    claims: { marked_claim: 'MARKED-VALUE-1' },
    validUntil: later(48),
  })
  const rows = await database.db.selectFrom('dossier').selectAll().execute()
  const bytes = rows.flatMap((row) => [row.sealed_claims, row.sealed_sources]).map((part) => Buffer.from(part!))
  for (const part of bytes) expect(part.toString('latin1')).not.toContain('MARKED')
  expect(await store.findClaims('a', later(1))).toBeUndefined()
  await sweepExpired(database.db, later(2))
  expect(await database.db.selectFrom('dossier').select('sealed_claims').execute()).toEqual([{ sealed_claims: null }])
  expect(await liveHashes(later(2))).toEqual(['a'])
  await sweepExpired(database.db, later(48))
  expect(await database.db.selectFrom('dossier').selectAll().execute()).toEqual([])
})

test('those that live are walked through in pages, and those that ended are not among them', async () => {
  for (const hash of ['p1', 'p2', 'p3', 'p4', 'p5']) await store.add(dossier(hash), NOW)
  expect([...(await liveHashes(NOW))].sort()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
  await store.end(['p2', 'p5'], { reason: 'left', actor: 'officer', now: NOW })
  expect([...(await liveHashes(NOW))].sort()).toEqual(['p1', 'p3', 'p4'])
  expect(await store.findClaims('p2', NOW)).toBeUndefined()
})

test('what is added during a walk is seen by it, also where all was added at one moment', async () => {
  const at = later(1)
  for (const hash of ['w1', 'w2', 'w3', 'w4', 'w5']) await store.add(dossier(hash), at)
  const seen: string[] = []
  for await (const page of store.live({ now: at, pageSize: 2, addedSince: at })) {
    if (seen.length === 0) await store.add(dossier('a-late-one'), later(2))
    seen.push(...page.map(({ subjectHash }) => subjectHash))
  }
  expect(seen).toEqual(['w1', 'w2', 'w3', 'w4', 'w5', 'a-late-one'])
})

test('a row that was copied over another does not open', async () => {
  await store.add(dossier('mine'), NOW)
  await store.add(dossier('theirs'), NOW)
  const theirs = await database.db
    .selectFrom('dossier')
    .select('sealed_claims')
    .where('subject_hash', '=', 'theirs')
    .executeTakeFirstOrThrow()
  await database.db.updateTable('dossier').set(theirs).where('subject_hash', '=', 'mine').execute()
  await expect(store.findClaims('mine', NOW)).rejects.toThrow()
})
