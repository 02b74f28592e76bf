// The Face Verification Service as a process of its own, with the real matcher: what it decides, what it leaves behind, and
// what a kill in the middle does.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { citizenNumberCheckDigit } from '@bai/credential'
import { defaultProfile } from '@bai/face-match'
import { findBrokenAuditLink, openDatabase } from '@bai/issuer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateRegister } from '../scripts/synthetic-register/generate-register.ts'
import { storyPeople } from '../scripts/synthetic-register/story-people.ts'
import { type ChildIssuer, startChildIssuer } from './support/child-issuer.ts'
import { callOperator } from './support/issuance-client.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'
import { findInFiles, findInTables, piecesOf } from './support/search-traces.ts'

const [person, ...others] = storyPeople()
/** Of nobody in the register. */
const UNKNOWN = `199999777777${citizenNumberCheckDigit('199999777777')}`
const NO_MATCH = { decision: 'no_match', percent: 0 }

let dataFolder: string
let issuer: ChildIssuer
let key: string
let written = ''

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-face-'))
  await prepareDataFolder(dataFolder)
  issuer = await startChildIssuer({ dataFolder, port: 0 })
  await callOperator(issuer, '/operator/register', `${generateRegister().join('\n')}\n`, 'application/jsonl')
  const request = { agency: 'Bank of the Tests', scopes: ['faces:verify', 'faces:compare'], quota_per_day: 1000 }
  key = (await callOperator(issuer, '/operator/agency-keys', JSON.stringify(request)))['key'] ?? ''
})
afterAll(async () => {
  await issuer?.stop()
  await rm(dataFolder, { recursive: true, force: true })
})

async function ask(path: string, fields: object, headers: Record<string, string> = {}) {
  const body = { purpose: 'account_opening', consent_reference: 'consent-0001', ...fields }
  const response = await fetch(issuer.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed'),
    body: await response.json(),
  }
}

const base64 = async (path: string) => (await readFile(path)).toString('base64')
const verify = async (citizen_number: string, path: string, headers?: Record<string, string>) =>
  ask('/v1/face-verifications', { citizen_number, image: await base64(path) }, headers)

test('their own pictures are matches, others are not, and a number of nobody is answered like those', async () => {
  for (const { citizenNumber, selfies } of [person!, ...others.slice(0, 3)]) {
    const answer = await verify(citizenNumber, selfies[0]!)
    expect(answer).toMatchObject({
      status: 200,
      body: { decision: 'match', profile: `${defaultProfile.id}@${defaultProfile.revision}` },
    })
    expect(answer.body.percent).toBeGreaterThanOrEqual(80)
  }
  const stranger = await verify(person!.citizenNumber, person!.someoneElsesSelfie)
  expect(stranger).toMatchObject({ status: 200, body: NO_MATCH })
  expect(await verify(UNKNOWN, person!.selfies[0]!)).toEqual(stranger)
})

test('two pictures are compared with each other, and a picture without a face is told', async () => {
  const [first_image, second_image, other] = await Promise.all(
    [person!.selfies[0]!, person!.selfies[1]!, person!.someoneElsesSelfie].map(base64),
  )
  const compare = (second: string | undefined) => ask('/v1/face-comparisons', { first_image, second_image: second })
  expect(await compare(second_image)).toMatchObject({ status: 200, body: { decision: 'match' } })
  const { body } = await compare(other)
  expect(body.decision).not.toBe('match')
  const truncated = Buffer.from(second_image!, 'base64').subarray(0, 4000).toString('base64')
  expect(await compare(truncated)).toMatchObject({
    status: 422,
    body: { code: 'picture_unusable', details: { picture: 'second', reason: 'image_unreadable' } },
  })
})

test('a kill in the middle: nothing was decided, and the same request is done when it comes again later', async () => {
  written += issuer.output()
  await issuer.stop()
  issuer = await startChildIssuer({ dataFolder, port: 0 })
  const once = { 'idempotency-key': 'killed-in-the-middle' }
  const { citizenNumber, selfies } = others[5]!
  const broken = verify(citizenNumber, selfies[0]!, once).catch((error: unknown) => error)
  // The first comparison loads the models, which takes longer than it takes to see it here.
  while (!(await metrics()).includes('bai_face_requests_in_flight 1')) await new Promise((next) => setTimeout(next, 10))
  await new Promise((next) => setTimeout(next, 200))
  await issuer.kill()
  expect(await broken).toBeInstanceOf(Error)
  written += issuer.output()

  const database = await openDatabase({ dataDirectory: dataFolder })
  const { db } = database
  const left = await db.selectFrom('idempotency').select(['answer', 'begun_at']).execute()
  expect(left).toMatchObject([{ answer: null }])
  expect(await findBrokenAuditLink(db)).toBeUndefined()
  // A minute later, without waiting for it.
  await db
    .updateTable('idempotency')
    .set({ begun_at: new Date(left[0]!.begun_at.getTime() - 60_000) })
    .execute()
  await database[Symbol.asyncDispose]()

  issuer = await startChildIssuer({ dataFolder, port: 0 })
  const again = await verify(citizenNumber, selfies[0]!, once)
  expect(again).toMatchObject({ status: 200, replayed: null, body: { decision: 'match' } })
  expect(await verify(citizenNumber, selfies[0]!, once)).toEqual({ ...again, replayed: 'true' })
})

async function metrics(): Promise<string> {
  const headers = { authorization: `Bearer ${issuer.operatorToken}` }
  return (await fetch(`${issuer.url}/metrics`, { headers })).text()
}

test('of pictures that were sent, and of a number that nobody has, nothing is left: not on disk, in tables or in logs', async () => {
  expect(await metrics()).not.toContain(person!.citizenNumber)
  written += issuer.output()
  await issuer.stop()
  const sent = [person!, ...others.slice(0, 3), others[5]!].map(({ selfies }) => selfies[0]!)
  const pictures = await Promise.all(
    [...sent, person!.selfies[1]!, person!.someoneElsesSelfie].map((path) => readFile(path)),
  )
  const secret = key.split('_')[2] ?? ''
  const pieces = [...pictures.flatMap(piecesOf), Buffer.from(UNKNOWN), Buffer.from(secret)]
  // What is searched for can be found: the portraits of the register are in these files and this table.
  const portrait = piecesOf(Buffer.from(portraitOf(person!.citizenNumber), 'base64'))
  expect(await findInFiles(dataFolder, portrait)).not.toEqual([])
  expect(await findInTables(dataFolder, portrait)).toEqual(['person'])

  expect(await findInFiles(dataFolder, pieces)).toEqual([])
  expect(await findInTables(dataFolder, pieces)).toEqual([])
  const logged = Buffer.from(written)
  for (const piece of [...pieces, Buffer.from(person!.citizenNumber)]) expect(logged.includes(piece)).toBe(false)
})

function portraitOf(citizenNumber: string): string {
  const people = generateRegister().map((line) => JSON.parse(line))
  return people.find(({ citizen_number }) => citizen_number === citizenNumber).portrait
}
