import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import {
  createBundleDelta,
  createStatuses,
  openBundle,
  parseJws,
  signBundle,
  signStatusList,
  singleKeyDocument,
  writeStatus,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { issuer, NOW } from './credential.ts'
import { againstMilliseconds, type Measured, measureInTurns } from './measure.ts'

/** 60 million credentials, one in a thousand of them revoked. */
export const LISTS = 60
const ENTRIES = 2 ** 20
export const REVOKED_IN_A_LIST = 1000
/** That are revoked in an hour, over the country. */
const NEWLY_REVOKED = 50
/** Bundles in memory at once, to tell one from what else is there. */
const HELD = 8
export const DID = 'did:web:issuer.example'
export const anchor = generateNodeSigner()
setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Opening the bundle of a nation: its signature, those of all its lists, and the lists inflated. */
export async function benchBundle(): Promise<Measured> {
  const revoked = Array.from({ length: LISTS }, () => randomIndices(REVOKED_IN_A_LIST))
  const bundle = await signNationalBundle(1, revoked)
  for (let i = 0; i < NEWLY_REVOKED; i++) revoked[i % 10]!.push(...randomIndices(1))
  const delta = JSON.stringify(createBundleDelta(bundle, await signNationalBundle(2, revoked)))
  const open = () => openBundle(bundle, { anchors: [anchor.publicJwk] }, nodePlatform)

  const jws = parseJws(bundle)
  const data = Buffer.from(jws.signingInput)
  const rawKey = { key: createPublicKey(anchor.privateKey), dsaEncoding: 'ieee-p1363' as const }
  const rows = await measureInTurns(
    [
      { name: 'one raw crypto.verify of the bundle', run: () => verify('sha256', data, rawKey, jws.signature) },
      { name: `openBundle, ${LISTS} lists of 2^20`, run: open },
    ],
    50,
  )
  const before = bytesHeld([])
  const held: unknown[] = []
  for (let i = 0; i < HELD; i++) held.push(await open())
  const memory = (bytesHeld(held) - before) / HELD
  return {
    ...againstMilliseconds('bundle', 'one one-shot crypto.verify over the same bytes', rows, 50),
    figures: {
      size_kilobytes: bundle.length / 1000,
      gzipped_kilobytes: gzipSync(bundle, { level: 9 }).length / 1000,
      delta_of_an_hour_kilobytes: delta.length / 1000,
      delta_gzipped_kilobytes: gzipSync(delta, { level: 9 }).length / 1000,
      memory_held_megabytes: memory / 1e6,
    },
  }
}

/** The bundle of a nation, whose lists have these indices revoked. */
export async function signNationalBundle(sequence: number, revoked: readonly (readonly number[])[]): Promise<string> {
  const now = new Date(NOW.getTime() + sequence * 3_600_000)
  const lists = revoked.map(async (indices, i) => {
    const statuses = createStatuses(ENTRIES, 1)
    for (const index of indices) writeStatus(statuses, index, 1)
    return signStatusList(
      {
        uri: listUri(i),
        statuses,
        issuedAt: now,
        expiresAt: new Date(now.getTime() + 72 * 3_600_000),
        ttlSeconds: 3600,
        header: { kid: `${DID}#key-1` },
      },
      { platform: nodePlatform, signer: issuer },
    )
  })
  const iat = Math.floor(now.getTime() / 1000)
  return signBundle(
    {
      version: 1,
      sequence,
      iat,
      next: iat + 3600,
      exp: iat + 72 * 3600,
      issuers: [
        {
          id: DID,
          name: { th: 'กรมการปกครอง', en: 'Department of Provincial Administration' },
          did_document: singleKeyDocument(DID, 'key-1', issuer.publicJwk),
          credential_types: ['urn:bai:th:id-card:1'],
          since: 0,
        },
      ],
      status_lists: await Promise.all(lists),
      type_metadata: {},
      verifiers: [],
    },
    'anchor',
    anchor,
  )
}

export function listUri(list: number): string {
  return `https://issuer.example/status-lists/${list}`
}

export function randomIndices(count: number): number[] {
  const bytes = randomBytes(count * 4)
  return Array.from({ length: count }, (_, i) => bytes.readUInt32LE(i * 4) % ENTRIES)
}

/** Bytes in use after a collection, which must not collect what is held. */
export function bytesHeld(held: readonly unknown[]): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return held.includes(undefined) ? Number.NaN : heapUsed + arrayBuffers
}
