// An issuer that is asked to stop finishes what it has begun, takes nothing new, and says so.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ChildIssuer, startChildIssuer } from './support/child-issuer.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'

const timeout = 120_000

let dataFolder: string
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-stop-'))
  await prepareDataFolder(dataFolder)
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

test('a request under way is answered, a new one is refused, and the exit code is 0', { timeout }, async () => {
  const issuer = await startChildIssuer({ dataFolder, port: 0 })
  const slow = await sendHalf(issuer)
  const exited = issuer.stop()
  await untilRefused(issuer)
  const answered = finish(slow)
  const [response] = (await once(slow, 'response')) as [IncomingMessage]
  await answered
  expect(response.statusCode).toBe(400)
  expect(response.headers.connection).toBe('close')
  expect(await json(response)).toMatchObject({ code: 'proof_invalid' })
  expect(await exited).toBe(0)
  const events = eventsOf(issuer)
  expect(events.slice(-3)).toEqual(['stopping', 'request', 'stopped'])
  // Its database is whole, and nobody holds its folder.
  const again = await startChildIssuer({ dataFolder, port: 0 })
  expect(await again.stop()).toBe(0)
})

test('a request that never ends is cut off, and the exit code is 0 all the same', { timeout }, async () => {
  const issuer = await startChildIssuer({ dataFolder, port: 0, environment: { BAI_STOP_GRACE_SECONDS: '1' } })
  const slow = await sendHalf(issuer)
  const cut = once(slow, 'error')
  const startedAt = performance.now()
  expect(await issuer.stop()).toBe(0)
  expect(performance.now() - startedAt).toBeGreaterThan(900)
  expect((await cut)[0]).toMatchObject({ code: 'ECONNRESET' })
})

test('with a delay it is not ready at once, and still answers', { timeout }, async () => {
  const issuer = await startChildIssuer({ dataFolder, port: 0, environment: { BAI_STOP_DELAY_SECONDS: '6' } })
  expect((await fetch(`${issuer.url}/readyz`)).status).toBe(200)
  const exited = issuer.stop()
  await expect.poll(async () => (await fetch(`${issuer.url}/readyz`)).status, { timeout: 5000 }).toBe(503)
  expect(await (await fetch(`${issuer.url}/readyz`)).json()).toEqual({ status: 'not_ready', missing: ['not_stopping'] })
  expect((await fetch(`${issuer.url}/nonce`, { method: 'POST' })).status).toBe(200)
  expect(await exited).toBe(0)
})

const BODY = JSON.stringify({ proof: 'not one' })

/** A request of which half the body is there, on its way into the issuer. */
async function sendHalf({ url }: ChildIssuer): Promise<ClientRequest> {
  const headers = { 'content-type': 'application/json', 'content-length': String(BODY.length) }
  const sent = request(`${url}/revocations`, { method: 'POST', headers })
  sent.on('error', () => {})
  sent.write(BODY.slice(0, 5))
  await once(sent, 'socket')
  // Something that came after it has been answered: so it has arrived.
  for (let i = 0; i < 3; i++) await (await fetch(`${url}/healthz`)).arrayBuffer()
  return sent
}

async function finish(half: ClientRequest): Promise<void> {
  await new Promise<void>((resolve) => half.end(BODY.slice(5), resolve))
}

async function untilRefused({ url }: ChildIssuer): Promise<void> {
  const refusal = () =>
    new Promise<string>((resolve) => {
      request(`${url}/healthz`, { agent: false })
        .on('response', (response) => resolve(String(response.resume().statusCode)))
        .on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)))
        .end()
    })
  await expect.poll(refusal, { timeout: 5000 }).toBe('ECONNREFUSED')
}

/** What the issuer has logged, without what is logged for debugging only. */
function eventsOf(issuer: ChildIssuer): readonly string[] {
  const lines = issuer.output().split('\n')
  return lines.flatMap((line) => (line.startsWith('{"level"') ? [JSON.parse(line).event as string] : []))
}
