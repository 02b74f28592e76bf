import { deflateSync } from 'node:zlib'
import {
  createStatuses,
  type JsonObject,
  type Platform,
  parseJsonObject,
  parseJws,
  type SignStatusListInput,
  type StatusBits,
  signJws,
  signStatusList,
  verifyStatusList,
  writeStatus,
} from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const NOW = new Date('2026-11-23T09:00:00Z')
const URI = 'https://issuer.example/status/1'
const issuer = generateNodeSigner()
/** 64 MB of zeros in 64 KB. */
const bomb = deflateSync(Buffer.alloc(64_000_000)).toString('base64url')
const platforms = [
  ['node', nodePlatform],
  ['web', webPlatform],
] as const

async function open(token: string, platform: Platform = nodePlatform, now = NOW) {
  const key = await platform.importKey(issuer.publicJwk)
  return verifyStatusList(token, { now, skewSeconds: 0, findKeys: () => [key], uri: URI }, platform)
}

function input(statuses: SignStatusListInput['statuses']): SignStatusListInput {
  const expiresAt = new Date(NOW.getTime() + 3_600_000)
  return { uri: URI, statuses, issuedAt: NOW, expiresAt, ttlSeconds: 600, header: { kid: 'did:web:issuer.example#1' } }
}

describe.each(platforms)('a status list on %s', (_, platform) => {
  test.each([1, 2, 4, 8] as const)('of %i bits comes back as it was', async (bits: StatusBits) => {
    const statuses = createStatuses(1000, bits)
    const model = new Map<number, number>()
    for (const [index, value] of fc.sample(fc.tuple(fc.nat(999), fc.nat(255)), 300)) {
      model.set(index, value & ((1 << bits) - 1))
      writeStatus(statuses, index, model.get(index)!)
    }
    const list = await open(await signStatusList(input(statuses), { platform, signer: issuer }), platform)
    for (let index = 0; index < 1000; index++) expect(list.statusAt(index)).toBe(model.get(index) ?? 0)
    expect(list).toMatchObject({ uri: URI, issuedAt: NOW, ttlSeconds: 600 })
  })

  test('that is a zip bomb is refused before it is large', async () => {
    const claims = { sub: URI, iat: NOW.getTime() / 1000, status_list: { bits: 1, lst: bomb } }
    const token = await signJws({ typ: 'statuslist+jwt' }, claims, issuer)
    const before = performance.now()
    await expect(open(token, platform)).rejects.toMatchObject({ code: 'too_large', details: { what: 'status list' } })
    expect(performance.now() - before).toBeLessThan(1000)
  })

  test('that is random bytes is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const status_list = { bits: 1, lst: Buffer.from(bytes).toString('base64url') }
        const token = await signJws({ typ: 'statuslist+jwt' }, { sub: URI, iat: 1, status_list }, issuer)
        await expect(open(token, platform)).rejects.toMatchObject({ code: 'status_list_malformed' })
      }),
    )
  })
})

describe('a status list token', () => {
  test('says what the specification asks for, and exp and ttl beside', async () => {
    const token = await signStatusList(
      { ...input(createStatuses(8, 1)), aggregationUri: 'https://issuer.example/status' },
      { platform: nodePlatform, signer: issuer },
    )
    const jws = parseJws(token)
    expect(jws.header).toEqual({ alg: 'ES256', typ: 'statuslist+jwt', kid: 'did:web:issuer.example#1' })
    const claims = parseJsonObject(jws.payload, 'status list')
    expect(claims).toMatchObject({ sub: URI, iat: 1795424400, exp: 1795428000, ttl: 600 })
    expect((claims['status_list'] as JsonObject)['aggregation_uri']).toBe('https://issuer.example/status')
  })

  test('of 2^20 entries, one in a thousand revoked, is small', async () => {
    const statuses = createStatuses(2 ** 20, 1)
    for (let i = 0; i < 2 ** 20; i += 1000) writeStatus(statuses, i, 1)
    const token = await signStatusList(input(statuses), { platform: nodePlatform, signer: issuer })
    expect(token.length).toBeLessThan(26_000)
  })

  test('is not relied on from the second of its exp on', async () => {
    const token = await signStatusList(input(createStatuses(8, 1)), { platform: nodePlatform, signer: issuer })
    const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
    await expect(open(token, nodePlatform, at(3599))).resolves.toMatchObject({ uri: URI })
    await expect(open(token, nodePlatform, at(3600))).rejects.toMatchObject({ code: 'status_list_expired' })
  })

  test('longer than four million characters is not even parsed', async () => {
    await expect(open('.'.repeat(4_000_001))).rejects.toMatchObject({ code: 'too_large' })
  })
})
