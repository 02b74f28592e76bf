import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuardedFetch } from '@bai/credential'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const server = createServer((request, response) => {
  if (request.url === '/large') response.end(Buffer.alloc(5000))
  else if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end()
  else if (request.url === '/redirect-away') response.writeHead(307, { location: 'https://example.com/' }).end()
  else if (request.url === '/empty') response.writeHead(204).end()
  else if (request.url === '/stalls') response.writeHead(200).write('a beginning')
  else if (request.url !== '/never') response.writeHead(200, { 'x-method': request.method }).end('hello')
})
let base = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const limits = { maxBytes: 1000, timeoutMilliseconds: 300 }
const development = createGuardedFetch(fetch, { ...limits, allowLoopbackHttp: true })
const strict = createGuardedFetch(fetch, { ...limits, allowLoopbackHttp: false })

describe('a guarded fetch', () => {
  test('fetches from loopback in development', async () => {
    const response = await development(`${base}/`, { method: 'POST' })
    expect([response.status, response.headers.get('x-method'), await response.text()]).toEqual([200, 'POST', 'hello'])
    expect((await development(`${base}/empty`)).status).toBe(204)
  })

  test('and not otherwise', async () => {
    await expect(strict(`${base}/`)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test.each(['/redirect', '/redirect-away'])('follows no redirect: %s', async (path) => {
    await expect(development(base + path)).rejects.toMatchObject({ code: 'address_unreachable' })
  })

  test('stops reading an answer that is too large', async () => {
    await expect(development(`${base}/large`)).rejects.toMatchObject({ code: 'too_large', details: { limit: 1000 } })
  })

  test('does not wait for ever', async () => {
    const before = performance.now()
    await expect(development(`${base}/never`)).rejects.toMatchObject({ code: 'address_unreachable' })
    expect(performance.now() - before).toBeLessThan(5000)
  })

  test('does not wait for the end of an answer that stalls', async () => {
    await expect(development(`${base}/stalls`)).rejects.toMatchObject({ code: 'address_unreachable' })
  })

  test('tells who did not answer, and nothing of the path', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const error = await development(`http://127.0.0.1:${port}/secret-7f3a?q=secret-7f3a`).catch(
      (reason: Error) => reason,
    )
    expect(error).toMatchObject({ code: 'address_unreachable', details: { host: `127.0.0.1:${port}` } })
    expect(String(error)).not.toContain('secret-7f3a')
  })
})

describe('an address from outside', () => {
  const refuseAll = createGuardedFetch(
    () => {
      throw new Error('this was fetched')
    },
    { ...limits, allowLoopbackHttp: false },
  )
  const refuseAllInDevelopment = createGuardedFetch(
    () => {
      throw new Error('this was fetched')
    },
    { ...limits, allowLoopbackHttp: true },
  )

  const never = [
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:,hello',
    'https://user@example.com/',
    'https://:password@example.com/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://192.0.2.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://printer.local/',
    'https://metadata.internal/',
    'https://issuer.localhost/',
    'not an address',
    '',
  ]
  const loopback = [
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://[::1]/',
  ]

  test.each([...never, ...loopback])('%s is refused before anything is sent', async (url) => {
    await expect(refuseAll(url)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test.each(never)('%s is refused in development as well', async (url) => {
    await expect(refuseAllInDevelopment(url)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('a public one is fetched, without redirects and for a limited time', async () => {
    const seen: { url: string; init: RequestInit | undefined }[] = []
    const recording = createGuardedFetch(
      async (input, init) => {
        seen.push({ url: String(input), init })
        return new Response('x')
      },
      { ...limits, allowLoopbackHttp: false },
    )
    for (const url of [
      'https://example.com/',
      'https://172.15.0.1/',
      'https://172.32.0.1/',
      'https://100.128.0.1/',
      'https://11.0.0.1/',
    ]) {
      await recording(url, { redirect: 'follow' })
    }
    expect(seen).toHaveLength(5)
    for (const { init } of seen) {
      expect(init?.redirect).toBe('error')
      expect(init?.signal).toBeInstanceOf(AbortSignal)
    }
  })
})
