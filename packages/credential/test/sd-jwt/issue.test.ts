import { type Json, type JsonObject, parseDisclosure, parseJsonObject, parseSdJwt } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issueSdJwt } from '../../src/index.ts'
import { framedClaims } from '../support/claims.ts'
import { issue, issuer } from '../support/parties.ts'

function saltOf(disclosure: string): string {
  return JSON.parse(Buffer.from(disclosure, 'base64url').toString())[0]
}

/** Every `_sd` in a payload or disclosed value. */
function digestArrays(value: Json): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(digestArrays)
  const own = Object.hasOwn(value, '_sd') ? [(value as { _sd: string[] })._sd] : []
  return [...own, ...Object.values(value).flatMap(digestArrays)]
}

function allValues(text: string): readonly Json[] {
  const { jws, disclosures } = parseSdJwt(text)
  return [parseJsonObject(jws.payload, 'payload'), ...disclosures.map((one) => parseDisclosure(one).value)]
}

describe('issueSdJwt', () => {
  test('gives every claim of every copy a salt of 128 bits that is used once', async () => {
    const seen = new Set<string>()
    let count = 0
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), async (framed) => {
        for (const copy of [await issue(framed), await issue(framed)]) {
          for (const disclosure of parseSdJwt(copy).disclosures) {
            const salt = saltOf(disclosure)
            expect(Buffer.from(salt, 'base64url')).toHaveLength(16)
            seen.add(salt)
            count += 1
          }
        }
      }),
      { numRuns: 100 },
    )
    expect(count).toBeGreaterThan(200)
    expect(seen.size).toBe(count)
  })

  test('sorts digests, so that their order says nothing of the order of claims', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), async (framed) => {
        for (const digests of allValues(await issue(framed)).flatMap(digestArrays)) {
          expect(digests).toEqual([...digests].sort())
        }
      }),
      { numRuns: 100 },
    )
  })

  test('makes each digest once', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), async (framed) => {
        const text = allValues(await issue(framed))
          .map((value) => JSON.stringify(value))
          .join()
        const digests = text.match(/(?<=")[A-Za-z0-9_-]{43}(?=")/g) ?? []
        expect(new Set(digests).size).toBe(digests.length)
      }),
      { numRuns: 100 },
    )
  })

  test.each([1, 2, 7, 8, 9, 16])('pads a household of %i to a multiple of eight digests', async (size) => {
    const claims = { members: Array.from({ length: size }, (_, i) => ({ name: `person ${i}` })) }
    const frame = { nested: { members: { elements: { hidden: ['name'], padTo: 4 }, padTo: 8 } } }
    const [payload, ...values] = allValues(await issue({ claims, frame }))
    const rows = (payload as { members: readonly { '...': string }[] }).members
    expect(rows).toHaveLength(Math.ceil(size / 8) * 8)
    expect(rows.every((row) => Object.keys(row).join() === '...')).toBe(true)
    const inner = values.flatMap(digestArrays)
    expect(inner).toHaveLength(size)
    for (const digests of inner) expect(digests).toHaveLength(4)
  })

  test('a padded array tells neither the order of its elements nor where the decoys are', async () => {
    const claims = { members: ['first', 'second', 'third'] }
    const frame = { nested: { members: { elements: {}, padTo: 8 } } }
    const places = new Set<number>()
    for (let i = 0; i < 40; i++) {
      const text = await issue({ claims, frame })
      const { members } = allValues(text)[0] as { members: readonly { '...': string }[] }
      const first = nodePlatform.digest('sha-256', parseSdJwt(text).disclosures[0]!)
      places.add(members.findIndex((row) => row['...'] === first))
    }
    expect(places.size).toBeGreaterThan(3)
  })

  test.each(['_sd', '_sd_alg', '...'])('refuses the name %s at any depth, framed or not', async (name) => {
    const places: readonly JsonObject[] = [
      { [name]: 1 },
      { a: { [name]: 1 } },
      { a: [{ b: { [name]: 1 } }] },
      { hidden: { [name]: 1 } },
      { framed: { [name]: 1 } },
      { list: [[{ [name]: 1 }]] },
    ]
    const frame = { hidden: ['hidden'], nested: { framed: { hidden: [name] }, list: { elements: {} } } }
    for (const claims of places) await expect(issue({ claims, frame })).rejects.toThrow(TypeError)
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses to pad to %d', async (padTo) => {
    await expect(issue({ claims: { a: 1 }, frame: { hidden: ['a'], padTo } })).rejects.toThrow(TypeError)
  })

  test('names in a frame that the claims do not have are no claims', async () => {
    const text = await issue({
      claims: { a: 1 },
      frame: { hidden: ['a', 'b', 'toString'], nested: { c: { hidden: ['d'] } } },
    })
    expect(parseSdJwt(text).disclosures).toHaveLength(1)
  })

  test('takes its algorithm from the signer, and its randomness from where it is told', async () => {
    const drawn: number[] = []
    const randomBytes = (length: number) => {
      drawn.push(length)
      return pooledRandomBytes(length)
    }
    const text = await issueSdJwt(
      { header: { typ: 'x' }, claims: { a: 1, b: 2 }, frame: { hidden: ['a', 'b'] } },
      { platform: nodePlatform, randomBytes, signer: issuer },
    )
    expect(parseSdJwt(text).jws.header).toEqual({ alg: 'ES256', typ: 'x' })
    expect(drawn.reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(32)
  })
})
