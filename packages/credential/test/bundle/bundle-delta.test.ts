import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateNodeSigner, nodePlatform } from '../../node/index.ts'
import {
  applyBundleDelta,
  type BundleDelta,
  BundleDeltaSchema,
  createBundleDelta,
  createStatuses,
  openBundle,
  signBundle,
  signStatusList,
  singleKeyDocument,
  writeStatus,
} from '../../src/index.ts'

const anchor = generateNodeSigner()
const issuer = generateNodeSigner()
const did = 'did:web:issuer.example'
const HOUR = 3600
const START = 1_795_000_000
const ENTRIES = 65_536

type Content = { readonly sequence: number; readonly lists: readonly string[]; readonly name?: string }

/** A status list of one issuer, signed at an hour. @param revoked its entries that are invalid */
async function list(number: number, hour: number, revoked: readonly number[]): Promise<string> {
  const statuses = createStatuses(ENTRIES, 1)
  for (const index of revoked) writeStatus(statuses, index, 1)
  return signStatusList(
    {
      uri: `https://issuer.example/lists/${number}`,
      statuses,
      issuedAt: new Date((START + hour * HOUR) * 1000),
      expiresAt: new Date((START + (hour + 72) * HOUR) * 1000),
      ttlSeconds: HOUR,
      header: { kid: `${did}#key-1` },
    },
    { platform: nodePlatform, signer: issuer },
  )
}

async function bundle({ sequence, lists, name = 'Issuer' }: Content): Promise<string> {
  return signBundle(
    {
      version: 1,
      sequence,
      iat: START + sequence * HOUR,
      next: START + (sequence + 1) * HOUR,
      exp: START + (sequence + 72) * HOUR,
      issuers: [
        {
          id: did,
          name: { th: 'ผู้ออก', en: name },
          did_document: singleKeyDocument(did, 'key-1', issuer.publicJwk),
          credential_types: ['urn:example:card:1'],
          since: 0,
        },
      ],
      status_lists: [...lists],
      type_metadata: { 'urn:example:card:1': '{"vct":"urn:example:card:1"}' },
      verifiers: [],
    },
    'anchor',
    anchor,
  )
}

/** Entries without a pattern that would compress. */
const scattered = (seed: number) => Array.from({ length: 1200 }, (_, i) => ((i + seed) ** 2 * 7919 + i * 37) % ENTRIES)
let base: string
beforeAll(async () => {
  base = await bundle({ sequence: 1, lists: [await list(1, 1, scattered(1)), await list(2, 1, scattered(2))] })
})

async function way(next: string): Promise<BundleDelta> {
  const delta = createBundleDelta(base, next)
  if (delta === undefined) throw new Error('There is no delta.')
  // Over the wire and back.
  return BundleDeltaSchema.parse(JSON.parse(JSON.stringify(delta)))
}
const sizeOf = (delta: BundleDelta) => JSON.stringify(delta).length

describe('the way to the next bundle', () => {
  test('leads to its very characters, and so to its signature', async () => {
    const next = await bundle({ sequence: 2, lists: [await list(1, 2, scattered(1)), await list(2, 2, [1, 2])] })
    const delta = await way(next)
    expect([delta.base, delta.sequence]).toEqual([1, 2])
    expect(applyBundleDelta(base, delta)).toBe(next)
    expect((await openBundle(next, { anchors: [anchor.publicJwk] }, nodePlatform)).sequence).toBe(2)
  })

  test('does not carry the bits of a list that was only signed anew', async () => {
    const same = await way(
      await bundle({ sequence: 2, lists: [await list(1, 2, scattered(1)), await list(2, 2, scattered(2))] }),
    )
    const changed = await way(
      await bundle({ sequence: 2, lists: [await list(1, 2, scattered(3)), await list(2, 2, scattered(4))] }),
    )
    expect(sizeOf(same)).toBeLessThan(sizeOf(changed) / 1.5)
    expect(same.payload.filter((part) => typeof part === 'object' && 'list' in part)).toHaveLength(2)
  })

  test('does not carry a token that is the same', async () => {
    const first = await list(1, 1, [5])
    const before = await bundle({ sequence: 1, lists: [first] })
    const after = await bundle({ sequence: 2, lists: [first, await list(2, 2, [6])] })
    const delta = createBundleDelta(before, after)
    expect(delta?.payload.filter((part) => typeof part === 'object' && 'token' in part)).toEqual([{ token: 0 }])
    expect(applyBundleDelta(before, delta!)).toBe(after)
  })

  test('is found for any lists, added, left out, doubled or changed in order', async () => {
    const lists = await Promise.all([1, 2, 3].map((number) => list(number, 1, [number])))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2), { maxLength: 4 }),
        fc.array(fc.nat(2), { maxLength: 4 }),
        async (one, other) => {
          const from = await bundle({ sequence: 1, lists: one.map((i) => lists[i]!) })
          const to = await bundle({ sequence: 2, lists: other.map((i) => lists[i]!), name: 'Renamed' })
          const delta = createBundleDelta(from, to)
          expect(delta && applyBundleDelta(from, delta)).toBe(to)
        },
      ),
      { numRuns: 30, seed: 5 },
    )
  })
})

describe('what is no way', () => {
  test('from another bundle than it starts from', async () => {
    const delta = await way(await bundle({ sequence: 2, lists: [await list(1, 2, [9])] }))
    const other = await bundle({ sequence: 7, lists: [] })
    expect(() => applyBundleDelta(other, delta)).toThrowError(expect.objectContaining({ code: 'bundle_malformed' }))
  })

  test.each([
    ['a token that is not there', { token: 9 }],
    ['a list that is not there', { header: 'a', before: '', list: 9, after: '', signature: 'b' }],
  ])('over %s', async (_what, part) => {
    const delta: BundleDelta = { base: 1, sequence: 2, header: 'a', signature: 'b', payload: [part] }
    expect(() => applyBundleDelta(base, delta)).toThrowError(expect.objectContaining({ code: 'bundle_malformed' }))
  })

  test('a changed one leads to a bundle that does not verify', async () => {
    const delta = await way(await bundle({ sequence: 2, lists: [await list(1, 2, [9])] }))
    const forged = applyBundleDelta(base, {
      ...delta,
      payload: delta.payload.map((part) => (typeof part === 'string' ? part.replace('Issuer', 'Forger') : part)),
    })
    await expect(openBundle(forged, { anchors: [anchor.publicJwk] }, nodePlatform)).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })
})
