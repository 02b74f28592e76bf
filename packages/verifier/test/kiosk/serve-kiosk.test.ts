import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kioskRouter } from '../../node/serve-kiosk.ts'
import { anchorJwk } from './support/counter.ts'

const config = {
  anchors: [anchorJwk],
  bundle: 'https://bundles.example/thailand.jws?x=1',
  kiosk_name: { th: 'ประตู 1', en: 'Gate 1' },
}

describe('the kiosk over HTTP', () => {
  let assets: string
  let server: Server
  let url: string
  beforeAll(async () => {
    assets = await mkdtemp(join(tmpdir(), 'kiosk-assets-'))
    await mkdir(join(assets, 'assets'))
    await mkdir(join(assets, 'face'))
    await writeFile(join(assets, 'index.html'), '<!doctype html>')
    await writeFile(join(assets, 'service-worker.js'), '')
    await writeFile(join(assets, 'assets', 'index-abc.js'), '')
    await writeFile(join(assets, 'face', 'manifest.json'), '{}')
    const app = express().use('/kiosk', kioskRouter({ assets, config }))
    server = await new Promise((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
    })
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kiosk`
  })
  afterAll(async () => {
    server?.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(assets, { recursive: true })
  })

  test('lets nothing in from elsewhere but the bundle', async () => {
    const { headers } = await fetch(`${url}/`)
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((part) => {
        const [name = '', ...values] = part.split(' ')
        return [name, values.join(' ')]
      }),
    )
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'self' 'wasm-unsafe-eval'")
    expect(policy.get('style-src')).toBe("'self'")
    expect(policy.get('connect-src')).toBe("'self' https://bundles.example")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(headers.get('permissions-policy')).toContain('camera=(self)')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    ['/', 'no-cache', 'text/html'],
    ['/service-worker.js', 'no-cache', 'text/javascript'],
    ['/config.json', 'no-cache', 'application/json'],
    ['/assets/index-abc.js', 'public, max-age=31536000, immutable', 'text/javascript'],
    ['/face/manifest.json', 'public, max-age=86400', 'application/json'],
  ])('%s may be kept: %s', async (path, caching, type) => {
    const response = await fetch(url + path)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, caching])
    expect(response.headers.get('content-type')).toContain(type)
  })

  test('its configuration is what it was given', async () => {
    expect(await (await fetch(`${url}/config.json`)).json()).toEqual(config)
  })

  test('without its last slash it is elsewhere, for its links are relative', async () => {
    const response = await fetch(`${url}?lang=en`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([308, '/kiosk/'])
  })

  test.each(['/nothing.js', '/..%2fpackage.json', '/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/assets/'])(
    '%s is not there',
    async (path) => {
      const response = await fetch(url + path)
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.headers.get('content-type') ?? '').not.toContain('html')
    },
  )
})

describe('a configuration that no kiosk would start with', () => {
  test.each([
    ['has no anchor', { ...config, anchors: [] }],
    ['has an anchor that is no key', { ...config, anchors: [{ kty: 'EC' }] }],
    ['has a private key for an anchor', { ...config, anchors: [{ ...anchorJwk, d: 'AAAA' }] }],
    ['names no bundle', { ...config, bundle: '' }],
    ['has a policy that is none', { ...config, policies: [{ name: 'x' }] }],
    ['has a member that nobody knows', { ...config, anchor: anchorJwk }],
  ])('%s', (_what, wrong) => {
    expect(() => kioskRouter({ assets: '/nowhere', config: wrong as typeof config })).toThrow(
      /anchors|bundle|policies|anchor/,
    )
  })
})
