import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StoredBundle } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { createBundleKeeper } from '@bai/web-app'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshnessOf } from '../../kiosk/freshness.ts'
import { anchorJwk, signTestBundle } from './support/counter.ts'

describe('the bundle of a kiosk', () => {
  let server: Server
  let published: string | undefined
  let kept: StoredBundle | undefined
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.statusCode = published === undefined ? 503 : 200
      response.end(published)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  beforeEach(() => {
    published = undefined
    kept = undefined
  })

  function keeper(anchors = [anchorJwk], port = (server.address() as AddressInfo).port) {
    const store = {
      load: async () => kept,
      save: async (bundle: StoredBundle) => {
        kept = bundle
      },
    }
    const input = { url: `http://127.0.0.1:${port}/`, anchors, allowLoopbackHttp: true }
    return createBundleKeeper(input, { store, fetch, platform: nodePlatform, now: () => new Date() })
  }

  test('is not there at the first start, comes by network, and is there at the next start', async () => {
    expect(await keeper().open()).toBeUndefined()
    published = await signTestBundle(7)
    expect(await keeper().fetchNext()).toMatchObject({ kind: 'updated', bundle: { sequence: 7 } })
    expect(await keeper().open()).toMatchObject({ sequence: 7 })
    expect(await keeper().fetchNext()).toMatchObject({ kind: 'unchanged', bundle: { sequence: 7 } })
  })

  test('comes by file, and an older one or one of somebody else leaves it as it is', async () => {
    const token = await signTestBundle(7)
    expect(await keeper().importFile(`${token}\n`)).toMatchObject({ kind: 'updated' })
    const older = await signTestBundle(6)
    expect(await keeper().importFile(older)).toEqual({ kind: 'refused', code: 'bundle_rolled_back' })
    const changed = token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA')
    expect(await keeper().importFile(changed)).toEqual({ kind: 'refused', code: 'signature_invalid' })
    expect(await keeper().importFile('a shopping list')).toEqual({ kind: 'refused', code: 'jws_malformed' })
    expect(kept?.token).toBe(token)
  })

  test('stays where the publisher has none, or does not answer', async () => {
    await keeper().importFile(await signTestBundle(7))
    expect(await keeper().fetchNext()).toEqual({ kind: 'unreachable' })
    // Nobody listens on port 1.
    expect(await keeper([anchorJwk], 1).fetchNext()).toEqual({ kind: 'unreachable' })
    expect(kept?.sequence).toBe(7)
  })

  test('is not taken over from another anchor', async () => {
    await keeper().importFile(await signTestBundle(7))
    const other = { kty: 'EC', crv: 'P-256', x: anchorJwk.y!, y: anchorJwk.x! } as const
    // The point is on no curve, or is another key: in either way not the one that signed.
    expect(await keeper([{ ...other, kid: 'anchor' }]).open()).toBeUndefined()
  })
})

describe('the freshness of the bar', () => {
  test.each([
    ['before the next one is due', {}, 'fresh'],
    ['past that', { made: -200, next: -100 }, 'stale'],
    ['past its end', { made: -200, next: -100, expires: -50 }, 'expired'],
    ['made tomorrow', { made: 86_400, next: 90_000 }, 'clock'],
  ] as const)('%s is %s', async (_when, times, freshness) => {
    const store = { load: async () => undefined, save: async () => {} }
    const dependencies = { store, fetch, platform: nodePlatform, now: () => new Date() }
    const keeper = createBundleKeeper({ url: 'https://x.example/', anchors: [anchorJwk] }, dependencies)
    const update = await keeper.importFile(await signTestBundle(1, times))
    const bundle = 'bundle' in update ? update.bundle : undefined
    expect(bundle).toBeDefined()
    expect(freshnessOf(bundle, undefined, new Date())).toBe(freshness)
  })

  test('without a bundle there is none', () => {
    expect(freshnessOf(undefined, undefined, new Date())).toBe('none')
  })
})
