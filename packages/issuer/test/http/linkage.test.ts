import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sweepExpired } from '../../src/index.ts'
import { enrol, PORTRAIT } from '../support/enrol.ts'
import { accessToken, freshNonce, makeOffer, makeProof, requestCredential } from '../support/protocol.ts'
import { HOUSES, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { raw, startLinkageService, status } from '../support/start-linkage-service.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let service: Awaited<ReturnType<typeof startLinkageService>>
let issuer: TestIssuer
beforeEach(async () => {
  service = await startLinkageService([houseLine(), personLine({ portrait: PORTRAIT })])
  issuer = await startTestIssuer([], { linkage: service })
})
afterEach(async () => {
  await issuer.close()
  await service.close()
})

async function issue(token: string, configuration: string) {
  const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
  return requestCredential(issuer, token, { credential_configuration_id: configuration, proofs })
}

/** Everything in every table, as text. */
async function wholeDatabase(): Promise<string> {
  const tables = await issuer.db.introspection.getTables()
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(name)} t`.execute(
        issuer.db,
      )
      return rows.map(({ row }) => row).join('\n')
    }),
  )
  return texts.join('\n')
}

test('a citizen enrols and is issued both documents, and no number stands in the database', async () => {
  expect(await enrol(issuer)).toMatchObject({ status: 201 })
  const token = await accessToken(issuer, NUMBERS.head)
  for (const type of ['id-card', 'house-registration']) expect(await issue(token, type)).toMatchObject({ status: 200 })
  const database = await wholeDatabase()
  // It is the whole database: the sealed number is in it, and the hash that it is sealed for.
  expect(database).toContain(issuer.secrets.subjectHash(NUMBERS.head as never))
  for (const secret of [NUMBERS.head, Buffer.from(NUMBERS.head).toString('hex'), 'Somchai', HOUSES.first])
    expect(database).not.toContain(secret)
  expect(await issuer.db.selectFrom('subject').selectAll().execute()).toHaveLength(1)
  expect(service.asked.every(({ path }) => !path.includes(NUMBERS.head))).toBe(true)
  expect(issuer.reported).toEqual([])
})

test('an enrolment that is refused leaves no number behind for longer than an hour', async () => {
  expect(await enrol(issuer, { laser_code: 'JT0-0000009-00' })).toMatchObject({ status: 403 })
  expect(await enrol(issuer, { citizen_number: NUMBERS.wife })).toMatchObject({ status: 403 })
  await sweepExpired(issuer.db, new Date(issuer.clock.now.getTime() + 3_600_000))
  expect(await issuer.db.selectFrom('subject').selectAll().execute()).toEqual([])
})

test('a register that does not answer is 503 with the time to wait, and no credential', async () => {
  const token = await accessToken(issuer, NUMBERS.head)
  for (let i = 0; i < 3; i++) service.next.push(status(503))
  const answer = await issue(token, 'id-card')
  expect(answer).toMatchObject({
    status: 503,
    body: { error: 'temporarily_unavailable', code: 'register_unavailable' },
  })
  expect(answer.headers.get('retry-after')).toBe('15')
  expect(await issuer.db.selectFrom('issuance').selectAll().execute()).toEqual([])
})

test('a register that answers nonsense is 502', async () => {
  service.next.push(raw('nonsense'))
  const { answer } = await makeOffer(issuer, NUMBERS.head)
  expect(answer).toMatchObject({ status: 502, body: { error: 'register_answer_malformed' } })
})

test('an offer for somebody unknown is refused as ever', async () => {
  const { answer } = await makeOffer(issuer, NUMBERS.wife)
  expect(answer).toMatchObject({ status: 404, body: { error: 'citizen_unknown' } })
})

test.each(['register', 'life-events'])('nothing is imported beside it (%s)', async (path) => {
  const response = await fetch(`${issuer.url}/operator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/jsonl', authorization: `Bearer ${OPERATOR_TOKEN}` },
    body: houseLine(),
  })
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ error: 'register_elsewhere' })
})

test('a number that was sealed under another key, or for another person, does not open', async () => {
  const token = await accessToken(issuer, NUMBERS.head)
  await issuer.db
    .updateTable('subject')
    .set({ sealed_number: Buffer.from('01'.repeat(42), 'hex') })
    .execute()
  expect(await issue(token, 'id-card')).toMatchObject({ status: 500, body: { error: 'server_error' } })
  expect(issuer.reported).toMatchObject([{ code: 'configuration_malformed' }])
})
