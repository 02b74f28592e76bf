// A real distributor, a real socket that is cut, a real file: the verifier keeps what is good.
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BundleStore, encodeBase64url, importBundle, signBundle, syncBundle } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFileBundleStore, distributeBundle } from '../../node/index.ts'
import { anchor, issuer, NOW, seconds, statusListOf, VCT } from '../support/gate.ts'

const next = generateNodeSigner()
let folder: string
let published: string
let store: BundleStore
let server: Server
let url: string
/** Bytes after which the next answer is cut. */
let cutAfter: number | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-sync-'))
  published = join(folder, 'published.jwt')
  store = createFileBundleStore(join(folder, 'kept', 'bundle.jwt'))
  cutAfter = undefined
  const app = express().disable('etag')
  app.use((_request, response, go) => {
    if (cutAfter !== undefined) {
      const limit = cutAfter
      cutAfter = undefined
      const write = response.write.bind(response)
      const end = response.end.bind(response)
      response.end = ((chunk: string | Buffer) => {
        response.flushHeaders()
        write(Buffer.from(chunk).subarray(0, limit), () => setTimeout(() => response.destroy(), 50))
        return response
      }) as typeof end
    }
    go()
  })
  app.use('/bundle', distributeBundle(published))
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bundle`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

/** Publishes a bundle with lists of some size. */
async function publish(sequence: number, { signer = anchor, revoked = 5 } = {}): Promise<string> {
  const lists = [1, 2, 3].map((number) =>
    statusListOf(
      { [number === 3 ? revoked : number]: 1 },
      { listUri: `https://issuer.example/lists/${number}`, listIssued: sequence },
    ),
  )
  const token = await signBundle(
    {
      version: 1,
      sequence,
      iat: seconds(NOW),
      next: seconds(NOW) + 3600,
      exp: seconds(NOW) + 7200,
      issuers: [
        {
          id: issuer.did,
          name: { th: 'ก', en: 'A' },
          did_document: issuer.document,
          credential_types: [VCT],
          since: 0,
        },
      ],
      status_lists: await Promise.all(lists),
      // Something of a size that does not compress away.
      type_metadata: { [VCT]: encodeBase64url(pooledRandomBytes(20_000)) },
      verifiers: [],
    },
    'anchor',
    signer,
  )
  await writeFile(published, `${token}\n`)
  return token
}

const anchors = [anchor.publicJwk]
const dependencies = () => ({ fetch, store, platform: nodePlatform, now: () => NOW })
const sync = (pinned = anchors) => syncBundle({ url, anchors: pinned, allowLoopbackHttp: true }, dependencies())

describe('a verifier', () => {
  test('takes the whole bundle first, nothing while nothing is new, and then only what is new', async () => {
    const first = await publish(1)
    expect(await sync()).toMatchObject({ how: 'whole', bytes: first.length })
    expect(await sync()).toMatchObject({ how: 'unchanged', bytes: 0 })
    const second = await publish(2, { revoked: 6 })
    const synced = await sync()
    expect(synced.how).toBe('delta')
    expect(synced.bundle.sequence).toBe(2)
    expect((await store.load())?.token).toBe(second)
    expect(synced.bytes).toBeLessThan(second.length)
    expect(await readFile(join(folder, 'kept', 'bundle.jwt'), 'utf8')).toBe(`${second}\n`)
  })

  test('goes on where a transfer was cut', async () => {
    const token = await publish(1)
    cutAfter = 10_000
    await expect(sync()).rejects.toMatchObject({ code: 'address_unreachable' })
    expect(await store.load()).toBeUndefined()
    const { text = '' } = (await store.partial?.load()) ?? {}
    expect(token.startsWith(text)).toBe(true)
    expect(await sync()).toMatchObject({ how: 'resumed', bytes: token.length - text.length })
    expect(text.length).toBeGreaterThan(5000)
    expect((await store.load())?.token).toBe(token)
    expect(await store.partial?.load()).toBeUndefined()
  })

  test('begins anew where the bundle was replaced after the cut', async () => {
    await publish(1)
    cutAfter = 10_000
    await expect(sync()).rejects.toMatchObject({ code: 'address_unreachable' })
    const token = await publish(2)
    expect(await sync()).toMatchObject({ how: 'whole', bytes: token.length })
  })

  test('is not stuck with a beginning that belongs to nothing', async () => {
    const token = await publish(1)
    const { headers } = await fetch(url)
    await store.partial?.save({ etag: headers.get('etag') ?? '', text: `${token}and more` })
    await expect(sync()).rejects.toMatchObject({ code: 'bundle_unavailable', details: { status: 416 } })
    expect(await sync()).toMatchObject({ how: 'whole' })
  })

  test('that was brought another beginning finds out by the signature, and begins anew', async () => {
    const token = await publish(1)
    const { headers } = await fetch(url)
    await store.partial?.save({ etag: headers.get('etag') ?? '', text: `${token.slice(0, 99)}A` })
    await expect(sync()).rejects.toMatchObject({ name: 'CredentialError' })
    expect(await sync()).toMatchObject({ how: 'whole' })
  })
})

describe('the last good bundle stays', () => {
  test.each([
    ['of another anchor', () => publish(2, { signer: generateNodeSigner() }), 'signature_invalid'],
    ['that is older', () => publish(0), 'bundle_rolled_back'],
    ['that is none', () => writeFile(published, 'eyJhbGciOiJFUzI1NiJ9.eyJzZXF1ZW5jZSI6OX0.AAAA'), 'typ_unexpected'],
  ] as const)('when one comes %s', async (_what, replace, code) => {
    const good = await publish(1)
    await sync()
    await replace()
    await expect(sync()).rejects.toMatchObject({ code })
    expect((await store.load())?.token).toBe(good)
  })

  test('when there is none any more, or nobody answers', async () => {
    const good = await publish(1)
    await sync()
    await rm(published)
    await expect(sync()).rejects.toMatchObject({ code: 'bundle_unavailable' })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await expect(sync()).rejects.toMatchObject({ code: 'address_unreachable' })
    expect((await store.load())?.token).toBe(good)
  })

  test('when one is brought by hand that is older, and gives way to one that is not', async () => {
    const old = await publish(3)
    const fresh = await publish(4)
    await importBundle(fresh, { anchors }, dependencies())
    await expect(importBundle(old, { anchors }, dependencies())).rejects.toMatchObject({ code: 'bundle_rolled_back' })
    await importBundle(`${await publish(5)}\n`, { anchors }, dependencies())
    expect((await store.load())?.sequence).toBe(5)
  })
})

test('while the anchor is rolled over, both are pinned and either may sign', async () => {
  await publish(1)
  await sync()
  await publish(2, { signer: next })
  await expect(sync()).rejects.toMatchObject({ code: 'signature_invalid' })
  expect((await sync([anchor.publicJwk, next.publicJwk])).bundle.sequence).toBe(2)
})

test('nothing is fetched without TLS but on loopback in development', async () => {
  await publish(1)
  await expect(syncBundle({ url, anchors }, dependencies())).rejects.toMatchObject({ code: 'address_refused' })
})

test('the files of a store that are damaged are as good as none, and no harm is done', async () => {
  await publish(1)
  await sync()
  await writeFile(join(folder, 'kept', 'bundle.jwt.json'), '{"etag":')
  await writeFile(join(folder, 'kept', 'bundle.jwt.part'), 'hello')
  expect((await sync()).how).toBe('unchanged')
  await writeFile(join(folder, 'kept', 'bundle.jwt'), 'hello')
  expect((await sync()).how).toBe('whole')
  expect((await readdir(join(folder, 'kept'))).sort()).toEqual(['bundle.jwt', 'bundle.jwt.json'])
})

describe('the distributor', () => {
  test('serves a browser of any origin, and says how to ask again', async () => {
    const token = await publish(7)
    const response = await fetch(url)
    expect(await response.text()).toBe(token)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('content-type')).toContain('application/jwt')
    expect(response.headers.get('etag')).toMatch(/^"7-[\w-]{22}-gzip"$/)
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
    expect([await plain.text(), plain.headers.get('etag')]).toEqual([
      token,
      response.headers.get('etag')?.replace('-gzip', ''),
    ])
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('access-control-expose-headers')).toBe('ETag, Content-Range')
  })

  test('says that nothing is new to whoever names what it has, among others or weakened by a cache', async () => {
    await publish(7)
    const etag = (await fetch(url)).headers.get('etag') ?? ''
    for (const named of [etag, `"6-older", ${etag}`, `W/${etag}`]) {
      const response = await fetch(url, { headers: { 'if-none-match': named, origin: 'https://wallet.example' } })
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([304, '*'])
    }
    expect((await fetch(url, { headers: { 'if-none-match': '"6-older"' } })).status).toBe(200)
  })

  test('lets a page of another origin name the bundle that it has', async () => {
    await publish(7)
    const headers = {
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'if-none-match',
      origin: 'https://a.example',
    }
    const response = await fetch(url, { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toContain('If-None-Match')
  })

  test('answers a rest only to whoever names the bundle that it is the rest of', async () => {
    const token = await publish(7)
    const etag = (await fetch(url)).headers.get('etag') ?? ''
    const rest = await fetch(url, { headers: { range: 'bytes=100-', 'if-range': etag } })
    expect([rest.status, rest.headers.get('content-range'), await rest.text()]).toEqual([
      206,
      `bytes 100-${token.length - 1}/${token.length}`,
      token.slice(100),
    ])
    for (const headers of [{ range: 'bytes=100-' }, { range: 'bytes=0-5', 'if-range': etag }] as const)
      expect((await fetch(url, { headers: { ...headers } })).status).toBe(200)
  })

  test('gives no way from a bundle that it never had', async () => {
    await publish(7)
    const accept = 'application/vnd.bai.bundle-delta.1+json, application/jwt;q=0.5'
    for (const since of ['6', '7', 'hello', '']) {
      const response = await fetch(`${url}?since=${since}`, { headers: { accept } })
      expect(response.headers.get('content-type')).toContain('application/jwt')
    }
  })
})
