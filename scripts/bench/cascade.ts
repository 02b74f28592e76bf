import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBundle } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { type Database, openDatabase, type SourceStatuses } from '@bai/issuer'
import { createDossierStore } from '../../packages/issuer/src/database/dossier-store.ts'
import { readByIndex } from '../../packages/issuer/src/database/read-by-index.ts'
import { cascadeRevocations } from '../../packages/issuer/src/use-cases/cascade-revocations.ts'
import { statusesOf } from '../commands/bundle-source-statuses.ts'
import { printProgress } from '../commands/output.ts'
import { anchor, bytesHeld, LISTS, REVOKED_IN_A_LIST, randomIndices, signNationalBundle } from './bundle.ts'
import { COPIES, fillDossiers } from './fill-dossiers.ts'
import { againstRatio, type Measured, median, type Row } from './measure.ts'

const DOSSIERS = 1_000_000
const ROUNDS = 3
const TARGET_RATIO = 2
const PAGE_SIZE = 1000
/** Pages between two collections, where memory is measured. */
const COLLECT_EVERY = 50

/**
 * One pass over a million derived credentials: read from the database, unsealed, and looked up in the bundle of a nation.
 * The baseline reads the same rows in the same pages and leaves them sealed: that much any pass has to do.
 */
export async function benchCascade(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bai-bench-'))
  const database = await openDatabase({ dataDirectory: folder })
  try {
    const { db } = database
    const now = new Date()
    const sealing = { sealingKey: randomBytes(32), randomBytes: pooledRandomBytes }
    const dossiers = createDossierStore({ db, ...sealing })
    const revoked = Array.from({ length: LISTS }, () => randomIndices(REVOKED_IN_A_LIST))
    const bundle = await openBundle(await signNationalBundle(1, revoked), { anchors: [anchor.publicJwk] }, nodePlatform)
    const statuses = statusesOf(bundle)
    const hit = await fillDossiers(db, {
      count: DOSSIERS,
      now,
      isRevoked: (it) => statuses.statusOf(it) === 'revoked',
      ...sealing,
    })
    // Each pass finds the same: what it decides is carried out once, at the end.
    const decided = { live: dossiers.live, end: async (hashes: readonly string[]) => hashes.length * COPIES }
    const decide = async () => {
      const counts = await cascadeRevocations({ statuses }, { dossiers: decided, now: () => now })
      if (counts.looked !== DOSSIERS || counts.ended !== hit) throw new Error(`The pass saw ${JSON.stringify(counts)}.`)
    }
    const rows = await inTurns([
      { name: 'the rows read, sealed as they are', run: () => readSealed(db, now) },
      { name: 'the whole pass: read, unsealed, decided', run: decide },
    ])
    const memory = await memoryOf({ statuses, dossiers: decided, now })
    const withRevocations = await secondsOf(() => cascadeRevocations({ statuses }, { dossiers, now: () => now }))
    const addedSince = new Date(now.getTime() + 1)
    const again = await secondsOf(() => cascadeRevocations({ statuses, addedSince }, { dossiers, now: () => now }))
    const seconds = rows[1]!.microseconds / 1e6
    return {
      ...againstRatio(
        'cascade',
        'the same rows read from the same table in the same pages, left sealed',
        rows,
        TARGET_RATIO,
      ),
      figures: {
        dossiers: DOSSIERS,
        revoked_sources: hit,
        seconds_a_pass: seconds,
        dossiers_a_second: Math.round(DOSSIERS / seconds),
        seconds_of_the_pass_that_revokes: withRevocations,
        credentials_revoked: hit * COPIES,
        seconds_when_nothing_is_new: again,
        memory_held_megabytes: memory / 1e6,
      },
    }
  } finally {
    await database[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
}

/** As `DossierStore.live` does it, without opening anything. */
async function readSealed(db: Database['db'], now: Date): Promise<void> {
  let after = { created_at: new Date(0), subject_hash: '' }
  for (;;) {
    const rows = await readByIndex(db, (trx) =>
      trx
        .selectFrom('dossier')
        .select(['subject_hash', 'sealed_sources', 'created_at'])
        .where('ended_at', 'is', null)
        .where('valid_until', '>', now)
        .where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'subject_hash'), '>', tuple(after.created_at, after.subject_hash)),
        )
        .orderBy('created_at')
        .orderBy('subject_hash')
        .limit(PAGE_SIZE)
        .execute(),
    )
    if (rows.length < PAGE_SIZE) return
    after = rows.at(-1)!
  }
}

type Contender = { readonly name: string; readonly run: () => Promise<void> }

/** In turns, as all benches do; but a pass takes seconds, and so a few rounds have to do. */
async function inTurns(contenders: readonly Contender[]): Promise<readonly Row[]> {
  const times: number[][] = contenders.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const at = (round + turn) % contenders.length
      const { name, run } = contenders[at]!
      const seconds = await secondsOf(run)
      times[at]!.push(seconds * 1e6)
      printProgress(`${name}: ${seconds.toFixed(1)} s`)
    }
  }
  const baseline = median(times[0]!)
  return contenders.map(({ name }, at) => {
    const microseconds = median(times[at]!)
    const mean = times[at]!.reduce((sum, time) => sum + time, 0) / ROUNDS
    return { name, microseconds, mean_microseconds: mean, ratio: microseconds / baseline }
  })
}

async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint()
  await run()
  return Number(process.hrtime.bigint() - start) / 1e9
}

type Pass = {
  readonly statuses: SourceStatuses
  readonly dossiers: Parameters<typeof cascadeRevocations>[1]['dossiers']
  readonly now: Date
}

/** The most that a pass held at the end of a page, beyond what was there before. */
async function memoryOf({ statuses, dossiers, now }: Pass): Promise<number> {
  const before = bytesHeld([statuses])
  let [pages, most] = [0, 0]
  const progress = async () => {
    pages += 1
    if (pages % COLLECT_EVERY === 0) most = Math.max(most, bytesHeld([statuses]) - before)
  }
  await cascadeRevocations({ statuses, progress }, { dossiers, now: () => now })
  return most
}
