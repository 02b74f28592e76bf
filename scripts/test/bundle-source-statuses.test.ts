import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStatuses, signBundle, signStatusList, singleKeyDocument, writeStatus } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { openBundleFile } from '@bai/verifier/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSourceStatuses } from '../commands/bundle-source-statuses.ts'

const ISSUER = 'did:web:register.example'
const URI = 'https://register.example/status-lists/1'
const [anchor, signer, stranger] = [generateNodeSigner(), generateNodeSigner(), generateNodeSigner()]
const document = singleKeyDocument(ISSUER, 'key-1', signer.publicJwk)
const source = (index: number, fields = {}) => ({ issuer: ISSUER, uri: URI, index, ...fields })

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-sources-'))
  path = join(folder, 'bundle.jws')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A bundle with one list of two bits, from an hour ago. */
async function makeBundle(sequence: number, named: Readonly<Record<number, number>>, by = anchor): Promise<string> {
  const issuedAt = new Date(Date.now() - 3_600_000)
  const statuses = createStatuses(1024, 2)
  for (const [index, status] of Object.entries(named)) writeStatus(statuses, Number(index), status)
  const expiresAt = new Date(issuedAt.getTime() + 600_000)
  const header = { kid: `${ISSUER}#key-1` }
  const list = { uri: URI, statuses, issuedAt, expiresAt, ttlSeconds: 300, header }
  const iat = Math.floor(issuedAt.getTime() / 1000)
  const name = { th: 'ทะเบียน', en: 'Register' }
  const issuers = [{ id: ISSUER, name, did_document: document, credential_types: ['urn:a:1'], since: 0 }]
  const status_lists = [await signStatusList(list, { platform: nodePlatform, signer })]
  const dates = { iat, next: iat + 300, exp: iat + 600 }
  const content = { issuers, status_lists, type_metadata: {}, verifiers: [] }
  return signBundle({ version: 1, sequence, ...dates, ...content }, 'anchor', by)
}

function open() {
  const faults: unknown[] = []
  const file = openBundleFile(path, [anchor.publicJwk], (fault) => void faults.push(fault))
  return { openStatuses: bundleSourceStatuses(file.current), faults }
}

test('what the list says, also after its end; what it does not hold is unknown', async () => {
  await writeFile(path, await makeBundle(1, { 1: 1, 2: 2, 3: 3 }))
  const { statusOf } = await open().openStatuses()
  const found = [0, 1, 2, 3, 5000].map((index) => statusOf(source(index)))
  expect(found).toEqual(['valid', 'revoked', 'suspended', 'suspended', 'unknown'])
})

test("an issuer or a list that is not there is unknown, and so is one issuer's list of another's credential", async () => {
  await writeFile(path, await makeBundle(1, { 1: 1 }))
  const { statusOf } = await open().openStatuses()
  expect(statusOf(source(1, { issuer: 'did:web:gone.example' }))).toBe('unknown')
  expect(statusOf(source(1, { uri: `${URI}0` }))).toBe('unknown')
})

test('a new bundle is another version; the same one is not', async () => {
  await writeFile(path, await makeBundle(1, {}))
  const { openStatuses } = open()
  const { version } = await openStatuses()
  expect((await openStatuses()).version).toBe(version)
  await writeFile(path, `${await makeBundle(2, { 1: 1 })}\n`)
  const next = await openStatuses()
  expect(next.version).not.toBe(version)
  expect(next.statusOf(source(1))).toBe('revoked')
})

test('a bundle of somebody else, or an older one, changes nothing and is reported', async () => {
  await writeFile(path, await makeBundle(2, {}))
  const { openStatuses, faults } = open()
  const { version } = await openStatuses()
  for (const bad of [await makeBundle(3, { 1: 1 }, stranger), await makeBundle(1, { 1: 1 }), 'not a bundle']) {
    await writeFile(path, bad)
    const { version: after, statusOf } = await openStatuses()
    expect([after, statusOf(source(1))]).toEqual([version, 'valid'])
  }
  expect(faults).toHaveLength(3)
})
