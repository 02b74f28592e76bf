// How a credential stands by the lists of a real bundle.
import {
  type Bundle,
  createStatuses,
  encodeDidJwk,
  openBundle,
  signBundle,
  signStatusList,
  singleKeyDocument,
  writeStatus,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Copy, type Holding, standingOf } from '../src/index.ts'
import { createMemoryWallet } from './support/memory-wallet.ts'
import { holdingOf } from './support/records.ts'
import { CARD_VCT, signCard } from './support/sign-card.ts'

const now = new Date('2026-11-20T09:00:00Z')
const DAY_MILLISECONDS = 86_400_000
const LIST = 'https://issuer.example/status/1'
const [REVOKED, SUSPENDED, GOOD] = [3, 4, 5]
const signer = generateNodeSigner()
const did = encodeDidJwk(signer.publicJwk)
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MILLISECONDS)

let bundle: Bundle
beforeAll(async () => {
  const statuses = createStatuses(16, 2)
  writeStatus(statuses, REVOKED, 1)
  writeStatus(statuses, SUSPENDED, 2)
  const times = { issuedAt: now, expiresAt: inDays(1), ttlSeconds: 3600 }
  const list = await signStatusList(
    { uri: LIST, statuses, header: { kid: `${did}#0` }, ...times },
    { platform: nodePlatform, signer },
  )
  const anchor = generateNodeSigner()
  const seconds = now.getTime() / 1000
  const issuer = {
    id: did,
    name: { th: 'กรม', en: 'Department' },
    did_document: singleKeyDocument(did, '0', signer.publicJwk),
    credential_types: [CARD_VCT],
    since: seconds - 86_400,
  }
  const payload = {
    version: 1 as const,
    sequence: 1,
    iat: seconds,
    next: seconds + 3600,
    exp: seconds + 86_400,
    issuers: [issuer],
    status_lists: [list],
    type_metadata: {},
    verifiers: [],
  }
  bundle = await openBundle(await signBundle(payload, 'anchor', anchor), { anchors: [anchor.publicJwk] }, nodePlatform)
})

/** A copy whose status stands at a place of the list. */
async function copyAt(idx: number | undefined, fields: Partial<Copy> = {}): Promise<Copy> {
  const [key] = await createMemoryWallet().keys.createKeys(1)
  const status = idx === undefined ? undefined : { status_list: { uri: LIST, idx } }
  const credential = await signCard({ key: key!, now, signer }, { kid: `${did}#0` }, { iss: did, status })
  return { keyId: key!.id, credential, expiresAt: inDays(90).toISOString(), ...fields }
}

const kindOf = (holding: Holding, by: Bundle | undefined = bundle, at = now) => standingOf(holding, by, at).kind
const withCopies = (...copies: readonly Copy[]) => holdingOf('a', { copies })

describe('a credential is', () => {
  test.each([
    ['valid', GOOD],
    ['revoked', REVOKED],
    ['suspended', SUSPENDED],
    ['valid', undefined],
    ['unchecked', 1_000_000],
  ] as const)('%s by what stands in the list at %s', async (kind, idx) => {
    expect(kindOf(withCopies(await copyAt(idx)))).toBe(kind)
  })

  test('revoked where one of its copies is', async () => {
    expect(kindOf(withCopies(await copyAt(GOOD), await copyAt(REVOKED), await copyAt(SUSPENDED)))).toBe('revoked')
  })

  test('unchecked without a bundle, and with one that is over', async () => {
    const holding = withCopies(await copyAt(GOOD))
    expect(standingOf(holding, undefined, now).kind).toBe('unchecked')
    expect(kindOf(holding, bundle, inDays(2))).toBe('unchecked')
  })

  test('expiring two weeks before the end of its last copy, and expired at it', async () => {
    const first = await copyAt(GOOD, { expiresAt: inDays(3).toISOString() })
    const last = await copyAt(GOOD, { expiresAt: inDays(20).toISOString() })
    expect(kindOf(withCopies(first, last))).toBe('valid')
    expect(kindOf(withCopies(first))).toBe('expiring')
    expect(kindOf(withCopies(await copyAt(GOOD, { expiresAt: now.toISOString() })))).toBe('expired')
  })

  test('owed while its issuer decides', async () => {
    const deferral = {
      transactionId: 't',
      keyIds: [],
      askAgainAt: now.toISOString(),
      authorizationServer: 'https://issuer.example',
      accessToken: 'a',
    }
    expect(kindOf(holdingOf('a', { copies: [], deferral }))).toBe('owed')
  })
})

test('a standing tells how old its data is, until when it holds, and how many copies nobody has seen', async () => {
  const used = await copyAt(GOOD, { usedAt: now.toISOString() })
  expect(standingOf(withCopies(used, await copyAt(GOOD)), bundle, now)).toEqual({
    kind: 'valid',
    asOf: now,
    expiresAt: inDays(90),
    unusedCopies: 1,
  })
})
