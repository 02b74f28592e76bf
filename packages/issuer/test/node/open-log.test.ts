import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeFault } from '../../node/describe-fault.ts'
import { type LogLevel, openLog } from '../../node/open-log.ts'
import { IssuerError } from '../../src/index.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-log-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const REQUEST = {
  requestId: 'abc',
  method: 'GET',
  route: '/status-lists/:id',
  status: 404,
  code: 'status_list_unknown',
  milliseconds: 1.26,
  aborted: false,
}

/** The lines of a log, parsed, without their time. */
function logged(level: LogLevel, write: (log: ReturnType<typeof openLog>) => void): readonly Record<string, unknown>[] {
  const path = join(folder, `${level}-${Math.random()}.log`)
  const descriptor = openSync(path, 'w')
  write(openLog({ level, descriptor }))
  closeSync(descriptor)
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => {
    const { time, ...rest } = JSON.parse(line)
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    return rest
  })
}

test('one line for a request, and nothing in it that is not named here', () => {
  expect(logged('info', ({ request }) => request(REQUEST))).toEqual([
    {
      level: 'info',
      event: 'request',
      request_id: 'abc',
      method: 'GET',
      route: '/status-lists/:id',
      status: 404,
      code: 'status_list_unknown',
      ms: 1.3,
    },
  ])
})

test('levels: what failed here is a warning, and what watches is for debugging', () => {
  const write = ({ request, note }: ReturnType<typeof openLog>) => {
    request({ ...REQUEST, status: 500 })
    request({ ...REQUEST, route: '/readyz', status: 503 })
    note('ready')
  }
  expect(logged('info', write).map(({ level, event }) => `${level} ${event}`)).toEqual(['warn request', 'info ready'])
  expect(logged('debug', write).map(({ level }) => level)).toEqual(['warn', 'debug', 'info'])
  expect(logged('silent', write)).toEqual([])
})

test('of a foreign error only kind, code and frames are told, whatever its message looks like', () => {
  const hidden = 'SOMCHAI'
  const message = `Key (number)=(${hidden}) exists.\n    at ${hidden} (/app/${hidden}.ts:1:1)\n    at f (${hidden})`
  const error = Object.assign(new Error(message, { cause: Object.assign(new Error(hidden), { code: 'ECONNRESET' }) }), {
    code: '23505',
    detail: hidden,
    where: hidden,
  })
  const description = describeFault(error)
  expect(description).toMatchObject({ name: 'Error', code: '23505', causes: [{ name: 'Error', code: 'ECONNRESET' }] })
  expect(description.stack[0]).toMatch(/^at .*open-log\.test\.ts:\d+:\d+/)
  const [line] = logged('trace', ({ fault }) => fault(error, 'abc'))
  expect(line).toMatchObject({ level: 'error', event: 'fault', request_id: 'abc', code: '23505' })
  expect(JSON.stringify([description, line])).not.toContain(hidden)
})

test('a name and a code that are sentences are not told, nor what is thrown and is no error', () => {
  const error = Object.assign(new Error('m'), { name: 'of Somchai', code: 'the code 1-2345' })
  expect(describeFault(error)).toMatchObject({ name: 'Error' })
  expect(describeFault(error)).not.toHaveProperty('code')
  expect(describeFault('Somchai')).toEqual({ name: 'string', stack: [] })
})

test('the issuer’s own errors say what to do', () => {
  const error = new IssuerError('register_unavailable', 'Ask again.', { retryAfterSeconds: 1, reason: 'timeout' })
  expect(describeFault(error)).toMatchObject({
    name: 'IssuerError',
    code: 'register_unavailable',
    message: 'Ask again.',
  })
})
