import { verifyStatusList } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBrokenAuditLink } from '../../src/index.ts'
import {
  accessToken,
  call,
  freshNonce,
  makeOffer,
  makeProof,
  postJson,
  requestCredential,
} from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
})
afterAll(() => issuer.close())

test.each(['/operator/offers', '/operator/revocations', '/operator/register', '/operator/status-publications'])(
  '%s needs the operator token',
  async (path) => {
    expect(await postJson(`${issuer.url}${path}`, {})).toMatchObject({
      status: 401,
      body: { error: 'operator_unauthorized' },
    })
    expect(await postJson(`${issuer.url}${path}`, {}, 'wrong')).toMatchObject({
      status: 401,
      body: { error: 'operator_unauthorized' },
    })
  },
)

test.each([
  [{ citizen_number: '1999900000006' }, 400, 'request_malformed'],
  [{ citizen_number: 'somchai' }, 400, 'request_malformed'],
  [{ citizen_number: NUMBERS.wife }, 404, 'citizen_unknown'],
  [{ types: ['passport'] }, 400, 'credential_configuration_unknown'],
  [{ types: [] }, 400, 'request_malformed'],
  [{ reason: '' }, 400, 'request_malformed'],
  [{ surprise: 1 }, 400, 'request_malformed'],
])('an offer with %j is refused with %i %s', async (fields, status, code) => {
  const { answer } = await makeOffer(issuer, NUMBERS.head, fields)
  expect(answer).toMatchObject({ status, body: { code } })
  expect(JSON.stringify(answer.body)).not.toContain('1999900000006')
})

test('revoking shows in the status list with its next publication, and is final', async () => {
  const token = await accessToken(issuer, NUMBERS.head)
  const answer = await requestCredential(issuer, token, {
    proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] },
  })
  expect(answer.status).toBe(200)
  const row = await issuer.db
    .selectFrom('issuance')
    .select(['status_index', 'status_list_id'])
    .executeTakeFirstOrThrow()
  expect(await statusOf(row.status_list_id, row.status_index)).toBe(0)
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 1000)
  const revocation = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'lost' }
  expect(await postJson(`${issuer.url}/operator/revocations`, revocation, OPERATOR_TOKEN)).toMatchObject({
    status: 200,
    body: { revoked: 1 },
  })
  expect(await statusOf(row.status_list_id, row.status_index)).toBe(0)
  await issuer.publishStatusLists()
  expect(await statusOf(row.status_list_id, row.status_index)).toBe(1)
  expect(await postJson(`${issuer.url}/operator/revocations`, revocation, OPERATOR_TOKEN)).toMatchObject({
    status: 404,
    body: { code: 'credential_not_found' },
  })
})

async function statusOf(listId: number, index: number): Promise<number> {
  const { body: aggregation } = await call(`${issuer.url}/status-lists`)
  const uri = `${issuer.url}/status-lists/${listId}`
  expect(aggregation['status_lists']).toContain(uri)
  const response = await fetch(uri)
  expect(response.headers.get('content-type')).toBe('application/statuslist+jwt')
  const { body } = await call(`${issuer.url}/.well-known/jwt-vc-issuer`)
  const keys = await Promise.all(body['jwks'].keys.map((key: never) => nodePlatform.importKey(key)))
  const list = await verifyStatusList(
    await response.text(),
    { findKeys: () => keys, now: issuer.clock.now, skewSeconds: 60, uri },
    nodePlatform,
  )
  return list.statusAt(index)
}

test('a register with one broken row is refused by line, and nothing of it is imported', async () => {
  const before = await issuer.db.selectFrom('person').selectAll().execute()
  const lines = [
    personLine({ citizen_number: NUMBERS.wife, role: 'resident' }),
    personLine({ citizen_number: NUMBERS.child, sex: 'unknown' }),
  ]
  const response = await fetch(`${issuer.url}/operator/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/jsonl', authorization: `Bearer ${OPERATOR_TOKEN}` },
    body: lines.join('\n'),
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'register_line_invalid', details: { problems: [{ line: 2 }] } })
  expect(await issuer.db.selectFrom('person').selectAll().execute()).toEqual(before)
})

test('an empty register is refused', async () => {
  const response = await fetch(`${issuer.url}/operator/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/jsonl', authorization: `Bearer ${OPERATOR_TOKEN}` },
    body: '\n',
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'register_empty' })
})

test('everything is in the audit log, chained, without numbers or names', async () => {
  const rows = await issuer.db.selectFrom('audit').selectAll().orderBy('sequence').execute()
  expect(new Set(rows.map(({ action }) => action))).toEqual(
    new Set(['offer_created', 'offer_redeemed', 'credentials_issued', 'credentials_revoked']),
  )
  expect(await findBrokenAuditLink(issuer.db)).toBeUndefined()
  const text = JSON.stringify(rows)
  for (const secret of [NUMBERS.head, 'Somchai', 'สมชาย', 'JT0-0000001-00']) expect(text).not.toContain(secret)
})
