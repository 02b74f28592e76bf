// Everybody who opens a bundle opens one in which a certified key has signed a status list.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BundleIssuer, type StoredBundle, signBundle } from '@bai/credential'
import { importNodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { createBundleKeeper } from '@bai/web-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../../../credential/test/support/certificate-authority.ts'
import { openPublisher, openVerifier } from '../../node/index.ts'
import { openBundleFile } from '../../node/online/bundle-file.ts'
import { anchor, issuer, NOW, seconds, statusListOf, VCT } from '../support/gate.ts'
import { POLICY } from '../support/start-online-verifier.ts'
import { startPublisher } from '../support/start-publisher.ts'

const ID = 'https://university.example'
const now = new Date()
const sinceNow = seconds(now) - seconds(NOW)
let folder: string
let university: BundleIssuer
let list: (uri: string) => Promise<string>
let bundle: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-certified-'))
  const authority = await createAuthority()
  const leaf = await authority.certify({ ca: false, names: [{ type: 'url', value: ID }] })
  const listSigner = { ...issuer, signer: importNodeSigner(leaf.privateJwk as Record<string, string>) }
  university = {
    id: ID,
    name: { th: 'มหาวิทยาลัย', en: 'University' },
    certificate_authorities: [authority.der],
    credential_types: [VCT],
    since: 0,
  }
  const times = { listIssued: sinceNow, listExpires: sinceNow + 600 }
  list = (listUri) => statusListOf({ 5: 1 }, { listUri, listSigner, listHeader: { x5c: [leaf.der] }, ...times })
  const iat = seconds(now)
  const dates = { iat, next: iat + 600, exp: iat + 600 }
  const content = { issuers: [university], status_lists: [await list(`${ID}/1`)], type_metadata: {}, verifiers: [] }
  bundle = await signBundle({ version: 1, sequence: 1, ...dates, ...content }, 'anchor', anchor)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the service, from its file', async () => {
  const path = join(folder, 'bundle.jws')
  await writeFile(path, bundle)
  const { statusLists } = await openBundleFile(path, [anchor.publicJwk], () => {}).current()
  expect(statusLists.get(ID)?.get(`${ID}/1`)?.statusAt(5)).toBe(1)
})

test('the kiosk, when it comes and when it starts again', async () => {
  let kept: StoredBundle | undefined
  const store = {
    load: async () => kept,
    save: async (stored: StoredBundle) => {
      kept = stored
    },
  }
  const input = { url: 'https://publisher.example/', anchors: [anchor.publicJwk] }
  const keeper = createBundleKeeper(input, {
    ...{ store, fetch, platform: nodePlatform, now: () => now },
    verifyCertificates: verifyCertificatePath,
  })
  expect(await keeper.importFile(bundle)).toMatchObject({ kind: 'updated' })
  expect((await keeper.open())?.statusLists.has(ID)).toBe(true)
})

test('the command line', async () => {
  const verifier = await openVerifier(join(folder, 'verifier'))
  const request = await verifier.createRequest(POLICY, now)
  const input = { vpToken: {}, request, bundle, policy: POLICY, anchors: { ...anchor.publicJwk }, now }
  expect((await verifier.verify(input)).bundle.sequence).toBe(1)
})

test('the publisher, who fetches the list', async () => {
  await using elsewhere = await startPublisher()
  const uri = `${elsewhere.url}/university/1`
  elsewhere.answers.set('/university/1', { body: await list(uri) })
  const trustList = { collected: [], certified: [{ issuer: university, statusLists: [uri] }], verifiers: [] }
  const times = { nextInSeconds: 100, expiresInSeconds: 200 }
  const input = { trustList, ...times, allowLoopbackHttp: true, progress: () => {} }
  const publisher = openPublisher(join(folder, 'publisher'))
  expect((await publisher.publish(input)).sequence).toBe(1)
  // A list that somebody else has signed: the publication fails, and what is out stays.
  elsewhere.answers.set('/university/1', { body: await statusListOf({}, { listUri: uri, listIssued: sinceNow }) })
  await expect(publisher.publish(input)).rejects.toMatchObject({ code: 'key_not_found' })
})
