import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../support/protocol.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([], { statusPublicationSeconds: 60, requestsPerMinute: 2 })
})
afterAll(() => issuer?.close())

const ready = async () => {
  const { status, body, headers } = await call(`${issuer.url}/readyz`)
  expect(headers.get('cache-control')).toBe('no-store')
  return { status, ...body }
}
const READY = { status: 'ready' }

test('the process is up, and ready, however many others ask', async () => {
  for (let i = 0; i < 5; i++) {
    expect((await call(`${issuer.url}/healthz`)).body).toEqual({ status: 'ok' })
    expect(await ready()).toEqual(READY)
  }
  expect((await call(`${issuer.url}/health`)).body).toEqual({ status: 'ok' })
})

test('two periods without a publication are too many', async () => {
  const before = issuer.clock.now
  issuer.clock.now = new Date(before.getTime() + 120_000)
  expect(await ready()).toEqual(READY)
  issuer.clock.now = new Date(before.getTime() + 120_001)
  const answer = await call(`${issuer.url}/readyz`)
  expect(answer.status).toBe(503)
  expect(answer.body).toEqual({ status: 'not_ready', missing: ['status_lists'] })
  await issuer.publishStatusLists()
  expect(await ready()).toEqual(READY)
})

test('a database of another version is named, and one that does not answer', async () => {
  const { db } = issuer
  const rows = await (db as any).selectFrom('kysely_migration').selectAll().execute()
  await (db as any).deleteFrom('kysely_migration').where('name', '=', rows.at(-1).name).execute()
  expect(await ready()).toMatchObject({ missing: ['migrations'] })
  await (db as any).insertInto('kysely_migration').values(rows.at(-1)).execute()
  expect(await ready()).toEqual(READY)
  // One connection: whoever has it keeps all others waiting.
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let began: () => void = () => {}
  const begun = new Promise<void>((resolve) => {
    began = resolve
  })
  const transaction = db.transaction().execute(async () => {
    began()
    await held
  })
  await begun
  const startedAt = performance.now()
  expect(await ready()).toMatchObject({ missing: ['database'] })
  expect(performance.now() - startedAt).toBeLessThan(5000)
  expect((await call(`${issuer.url}/healthz`)).status).toBe(200)
  release()
  await transaction
  await expect.poll(ready).toEqual(READY)
})

test('who is stopping is not ready', async () => {
  issuer.state.stopping = true
  expect(await ready()).toMatchObject({ missing: ['not_stopping'] })
  issuer.state.stopping = false
})
