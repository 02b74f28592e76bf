// An issuer that is killed in the middle of issuing has forgotten nothing that it gave an answer for.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrokenAuditLink } from '@bai/issuer'
import { openStorage } from '@bai/issuer/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postgresMissing, startPostgres } from '../packages/issuer/test/support/postgres.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { type ChildIssuer, startChildIssuer } from './support/child-issuer.ts'
import {
  type Answered,
  callOperator,
  offerCode,
  redeem,
  redeemForToken,
  requestCopies,
} from './support/issuance-client.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'

/** Starting the issuer again is what takes the time: SLOW=1 kills it ten times. */
const SLOW = process.env['SLOW'] !== undefined
const timeout = SLOW ? 900_000 : 180_000
const WALLETS = 6
const COPIES = 3
/** Of one offer: below the issuer's limit of 30 copies of each type. */
const REQUESTS_AN_OFFER = 8
const TYPES = ['id-card', 'house-registration']

let dataFolder: string
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-kill-'))
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

test('on the embedded database', { timeout }, async () => {
  await prepareDataFolder(dataFolder)
  await killAndCount({ rounds: SLOW ? 10 : 2, answersBeforeKill: 60 })
})

test.skipIf(postgresMissing !== undefined)('on PostgreSQL', { timeout }, async () => {
  await using server = await startPostgres()
  await killAndCount({ rounds: SLOW ? 10 : 1, answersBeforeKill: 200, databaseUrl: server.url })
})

type Run = { readonly rounds: number; readonly answersBeforeKill: number; readonly databaseUrl?: string }

async function killAndCount({ rounds, answersBeforeKill, databaseUrl }: Run): Promise<void> {
  const answered: Answered[] = []
  let issuer = await startChildIssuer({ dataFolder, port: 0, databaseUrl })
  await callOperator(issuer, '/operator/register', `${houseLine()}\n${personLine()}\n`, 'application/jsonl')
  for (let round = 0; round < rounds; round++) {
    const { credentials, redeemedCode } = await issueUntilKilled(issuer, answersBeforeKill)
    expect(credentials.length).toBeGreaterThanOrEqual(answersBeforeKill)
    answered.push(...credentials)
    issuer = await startChildIssuer({ dataFolder, port: Number(new URL(issuer.url).port), databaseUrl })
    const again = await redeem(issuer, redeemedCode)
    expect({ status: again.status, body: await again.json() }).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  }
  const token = await redeemForToken(issuer, await offerCode(issuer, NUMBERS.head, TYPES))
  answered.push(...(await requestCopies(issuer, token, 'id-card', COPIES)))
  expect(await issuer.stop()).toBe(0)
  await expectAllOnRecord(answered, databaseUrl)
}

/** Wallets issue side by side; when enough was answered the issuer is killed, whatever is under way. */
async function issueUntilKilled(issuer: ChildIssuer, answersBeforeKill: number) {
  const credentials: Answered[] = []
  let redeemedCode = ''
  let killed: Promise<void> | undefined
  const wallet = async (name: number) => {
    try {
      for (;;) {
        const code = await offerCode(issuer, NUMBERS.head, TYPES)
        const token = await redeemForToken(issuer, code)
        redeemedCode = code
        for (let request = 0; request < REQUESTS_AN_OFFER; request++) {
          credentials.push(...(await requestCopies(issuer, token, TYPES[(name + request) % 2]!, COPIES)))
          if (credentials.length >= answersBeforeKill) killed ??= issuer.kill()
        }
      }
    } catch (error) {
      // A connection that breaks is what a kill looks like from here; before it, nothing may go wrong.
      if (killed === undefined) throw error
    }
  }
  await Promise.all(Array.from({ length: WALLETS }, (_, name) => wallet(name)))
  await killed
  // It was the process that answered, and not one in front of it.
  await expect(fetch(`${issuer.url}/nonce`, { method: 'POST' })).rejects.toThrow(TypeError)
  return { credentials, redeemedCode }
}

async function expectAllOnRecord(answered: readonly Answered[], databaseUrl: string | undefined): Promise<void> {
  const { database } = await openStorage({ dataFolder, databaseUrl })
  try {
    const { db } = database
    const rows = await db
      .selectFrom('issuance')
      .select(['status_list_id', 'status_index', 'key_thumbprint', 'revoked_at'])
      .execute()
    const recorded = new Map(rows.map((row) => [`${row.status_list_id}/${row.status_index}`, row.key_thumbprint]))
    expect(recorded.size).toBe(rows.length)
    const places = answered.map(({ status }) => `${status.uri.split('/').at(-1)}/${status.index}`)
    expect(new Set(places).size).toBe(answered.length)
    expect(places.map((place) => recorded.get(place))).toEqual(answered.map(({ keyThumbprint }) => keyThumbprint))
    expect(await findBrokenAuditLink(db)).toBeUndefined()
  } finally {
    await database[Symbol.asyncDispose]()
  }
}
