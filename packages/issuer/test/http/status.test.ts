import { get } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessToken, freshNonce, makeProof, postJson, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
})
afterAll(() => issuer.close())

type Raw = { readonly status: number; readonly headers: Record<string, unknown>; readonly body: Buffer }

/** Without the decoding that fetch does. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    get(issuer.url + path, { headers }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
    }).on('error', reject)
  })
}

test('a list comes with its type, and may be kept for a period by anybody', async () => {
  const { status, headers, body } = await ask('/status-lists/1')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'application/statuslist+jwt',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    vary: 'Accept, Accept-Encoding',
  })
  expect(headers['content-encoding']).toBeUndefined()
  expect(body.toString()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
})

test.each(['/status-lists', '/status-lists/1'])('%s compressed is the same, and smaller', async (path) => {
  const plain = await ask(path)
  const { status, headers, body } = await ask(path, { 'accept-encoding': 'br, gzip' })
  expect([status, headers['content-encoding'], headers['etag']]).toEqual([200, 'gzip', plain.headers['etag']])
  expect(body.length).toBeLessThan(plain.body.length)
  expect(gunzipSync(body).equals(plain.body)).toBe(true)
  expect((await ask(path, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined()
})

test.each(['/status-lists', '/status-lists/1'])('%s that has not changed is not sent again', async (path) => {
  const { headers } = await ask(path)
  const tag = String(headers['etag'])
  for (const known of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
    const answer = await ask(path, { 'if-none-match': known })
    expect([answer.status, answer.body.length, answer.headers['etag']]).toEqual([304, 0, tag])
  }
  expect((await ask(path, { 'if-none-match': 'W/"other"' })).status).toBe(200)
})

test.each([
  ['application/statuslist+jwt', 200],
  ['application/*', 200],
  ['*/*', 200],
  ['application/statuslist+cwt, application/statuslist+jwt;q=.5', 200],
  ['application/statuslist+cwt', 406],
  ['text/html', 406],
])('whoever accepts %s is answered %i', async (accept, status) => {
  const answer = await ask('/status-lists/1', { accept })
  expect(answer.status).toBe(status)
  if (status === 406) expect(JSON.parse(answer.body.toString())).toMatchObject({ error: 'answer_not_acceptable' })
})

test.each(['9999', '0', '-1', '1.0', '01', 'x', '99999999999999999999'])('list %s is unknown', async (id) => {
  const answer = await ask(`/status-lists/${id}`)
  expect(answer.status).toBe(404)
  expect(JSON.parse(answer.body.toString())).toMatchObject({ error: 'status_list_unknown' })
})

test('each list of the aggregation is there, and a credential names one that is', async () => {
  const { status_lists: uris } = JSON.parse((await ask('/status-lists')).body.toString())
  expect(uris).toHaveLength(4)
  for (const uri of uris) expect((await fetch(uri)).status).toBe(200)
  const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
  const answer = await requestCredential(issuer, await accessToken(issuer, NUMBERS.head), { proofs })
  const payload = JSON.parse(
    Buffer.from(answer.body['credentials'][0].credential.split('.')[1], 'base64url').toString(),
  )
  expect(uris).toContain(payload.status.status_list.uri)
})

test('a request signs nothing, whatever has happened since', async () => {
  const before = await ask('/status-lists/1')
  await issuer.db.updateTable('status_list').set({ sequence: 7 }).execute()
  expect((await ask('/status-lists/1')).body.equals(before.body)).toBe(true)
  await issuer.publishStatusLists()
  expect((await ask('/status-lists/1')).body.equals(before.body)).toBe(false)
})

test('the operator publishes at once, and sees how many lists there are and when they were signed', async () => {
  await issuer.db.updateTable('status_list').set({ sequence: 8 }).execute()
  const now = issuer.clock.now.toISOString()
  const path = `${issuer.url}/operator/status-publications`
  const state = { lists: 4, last_published_at: now, last_pass_at: now }
  expect(await postJson(path, {}, OPERATOR_TOKEN)).toMatchObject({ status: 200, body: state })
  const lists = await issuer.db.selectFrom('status_list').select('published_sequence').execute()
  expect(lists.map((list) => list.published_sequence)).toEqual([8, 8, 8, 8])
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  expect(await (await fetch(path, { headers })).json()).toEqual(state)
})
