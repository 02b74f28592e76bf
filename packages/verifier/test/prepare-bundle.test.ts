import { createGuardedFetch, type JsonObject, openBundle } from '@bai/credential'
import { generateNodeSigner, importNodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAuthority } from '../../credential/test/support/certificate-authority.ts'
import { type PrepareBundleInput, prepareBundle } from '../src/index.ts'
import { issuer, NOW, seconds, statusListOf, VCT } from './support/gate.ts'
import { PATHS, type Publisher, startPublisher } from './support/start-publisher.ts'

const anchorSigner = generateNodeSigner()
const options = { allowLoopbackHttp: true, maxBytes: 100_000, timeoutMilliseconds: 2_000 }
const now = new Date()

let publisher: Publisher
beforeEach(async () => {
  publisher = await startPublisher()
})
afterEach(() => publisher[Symbol.asyncDispose]())

const progress: string[] = []
function prepare(input: Partial<PrepareBundleInput> = {}, allowLoopbackHttp = true): Promise<string> {
  return prepareBundle(
    {
      issuers: [{ url: publisher.url }],
      verifiers: [],
      sequence: 3,
      nextInSeconds: 100,
      expiresInSeconds: 200,
      anchorKid: 'a',
      ...input,
    },
    {
      fetch: createGuardedFetch(fetch, { ...options, allowLoopbackHttp }),
      now: () => now,
      anchorSigner,
      allowLoopbackHttp,
      progress: (text) => progress.push(text),
    },
  )
}

const open = (token: string) => openBundle(token, { anchors: [anchorSigner.publicJwk] }, nodePlatform)

test('what an issuer publishes is in the bundle, and it opens with the anchor', async () => {
  const bundle = await open(await prepare())
  const start = Math.floor(now.getTime() / 1000) * 1000
  expect(bundle).toMatchObject({
    sequence: 3,
    issuedAt: new Date(start),
    nextAt: new Date(start + 100_000),
    expiresAt: new Date(start + 200_000),
  })
  const trusted = bundle.issuers.get(publisher.did)
  expect(trusted).toMatchObject({ id: publisher.did, name: { th: 'ผู้ออก', en: 'Issuer' } })
  expect([...(trusted?.credentialTypes ?? [])]).toEqual([VCT])
  const list = bundle.statusLists.get(publisher.did)?.get(publisher.url + PATHS.list)
  expect([list?.statusAt(4), list?.statusAt(5)]).toEqual([0, 1])
  expect(progress).toEqual([`Reading ${publisher.url}`, 'Status list 1 of 1'])
})

test('the level of an issuer is in it, where its publisher vouches for one', async () => {
  const levelIn = async (input: Partial<PrepareBundleInput>) =>
    (await open(await prepare(input))).issuers.get(publisher.did)?.level
  expect(await levelIn({ issuers: [{ url: publisher.url, level: 'substantial' }] })).toBe('substantial')
  expect(await levelIn({})).toBeUndefined()
})

test('where holders report a verifier is in it, where the publisher says so', async () => {
  const dataProtectionAuthority = { name: { th: 'ก', en: 'A' }, uri: 'https://authority.example/report' }
  expect((await open(await prepare({ dataProtectionAuthority }))).dataProtectionAuthority).toEqual(
    dataProtectionAuthority,
  )
  expect((await open(await prepare())).dataProtectionAuthority).toBeUndefined()
})

test('certificates of an issuer’s keys are in it, where it tells any', async () => {
  publisher.answers.set('/.well-known/jwt-vc-issuer', {
    body: JSON.stringify({
      issuer: publisher.url,
      jwks: { keys: [{ x5c: ['AA', 'BB'] }, { kty: 'EC' }, { x5c: ['AA'] }] },
    }),
  })
  expect((await open(await prepare())).certificates).toEqual(['AA', 'BB'])
  publisher.answers.set('/.well-known/jwt-vc-issuer', { body: 'hello' })
  expect((await open(await prepare())).certificates).toEqual([])
})

test('type metadata is kept as it was written, for its digest is over its characters', async () => {
  const bundle = await open(await prepare())
  expect(bundle.typeMetadata.get(VCT)).toBe('{"vct":"as it was written"}')
})

test('authority is what the publisher gives, not what the issuer claims', async () => {
  const url = publisher.url
  publisher.change(PATHS.metadata, (metadata) => ({
    ...metadata,
    credential_configurations_supported: { card: { vct: VCT }, passport: { vct: 'urn:example:passport:1' } },
  }))
  const bundle = await open(await prepare({ issuers: [{ url, credentialTypes: [VCT] }] }))
  expect([...(bundle.issuers.get(publisher.did)?.credentialTypes ?? [])]).toEqual([VCT])
  expect([...bundle.typeMetadata.keys()]).toEqual([VCT])
})

test('status lists of an issuer that is found by certificates are fetched from where the trust list says', async () => {
  const id = 'https://university.example'
  const authority = await createAuthority()
  const leaf = await authority.certify({ ca: false, names: [{ type: 'url', value: id }] })
  const listUri = `${publisher.url}/university/1`
  const listSigner = { ...issuer, signer: importNodeSigner(leaf.privateJwk as Record<string, string>) }
  const listIssued = now.getTime() / 1000 - seconds(NOW)
  const list = { listUri, listSigner, listHeader: { x5c: [leaf.der] }, listIssued, listExpires: listIssued + 600 }
  publisher.answers.set('/university/1', { body: await statusListOf({ 5: 1 }, list) })
  const university = {
    id,
    name: { th: 'มหาวิทยาลัย', en: 'University' },
    credential_types: [VCT],
    certificate_authorities: [authority.der],
    since: 0,
  }
  const prepared = await prepare({ issuers: [], certified: [{ issuer: university, statusLists: [listUri] }] })
  const { statusLists } = await openBundle(
    prepared,
    { anchors: [anchorSigner.publicJwk], verifyCertificates: verifyCertificatePath },
    nodePlatform,
  )
  expect(statusLists.get(id)?.get(listUri)?.statusAt(5)).toBe(1)
  const missing = { issuer: university, statusLists: [`${publisher.url}/university/2`] }
  await expect(prepare({ issuers: [], certified: [missing] })).rejects.toMatchObject({ code: 'issuer_unusable' })
})

test('no issuer makes an empty bundle', async () => {
  expect((await open(await prepare({ issuers: [] }))).issuers.size).toBe(0)
})

test('an issuer below a path is asked where OpenID4VCI has it, and has a DID of that path', async () => {
  const url = `${publisher.url}/office/one`
  const metadata: JsonObject = JSON.parse(publisher.answers.get(PATHS.metadata)?.body ?? '')
  publisher.answers.set(`${PATHS.metadata}/office/one`, {
    body: JSON.stringify({ ...metadata, credential_issuer: url }),
  })
  const did = `${publisher.did}:office:one`
  const document = publisher.answers.get(PATHS.didDocument)?.body.replaceAll(publisher.did, did) ?? ''
  publisher.answers.set('/office/one/did.json', { body: document })
  publisher.change(PATHS.lists, () => ({ status_lists: [] }))
  expect([...(await open(await prepare({ issuers: [{ url }] }))).issuers.keys()]).toEqual([did])
})

describe('an issuer that cannot be put into a bundle', () => {
  const json = (path: string, change: (document: JsonObject) => JsonObject) => () => publisher.change(path, change)
  const answer =
    (path: string, body: string, status = 200) =>
    () =>
      void publisher.answers.set(path, { status, body })
  const faults: readonly (readonly [string, () => void, string])[] = [
    ['metadata without a name', json(PATHS.metadata, ({ display: _, ...rest }) => rest), 'issuer_unusable'],
    [
      'metadata without status lists',
      json(PATHS.metadata, ({ status_list_aggregation_endpoint: _, ...rest }) => rest),
      'issuer_unusable',
    ],
    [
      'metadata of another issuer',
      json(PATHS.metadata, (document) => ({ ...document, credential_issuer: 'https://other.example' })),
      'issuer_unusable',
    ],
    ['metadata that is an array', answer(PATHS.metadata, '[]'), 'issuer_unusable'],
    ['metadata that is no JSON', answer(PATHS.metadata, '<html>'), 'json_malformed'],
    ['metadata with a name twice', answer(PATHS.metadata, '{"a":1,"a":2}'), 'json_malformed'],
    ['metadata that is not there', answer(PATHS.metadata, '', 404), 'issuer_unusable'],
    ['a failure', answer(PATHS.metadata, '', 500), 'issuer_unusable'],
    [
      'the DID document of another',
      json(PATHS.didDocument, (document) => ({ ...document, id: 'did:web:other.example' })),
      'issuer_unusable',
    ],
    ['a DID document that is no object', answer(PATHS.didDocument, '7'), 'issuer_unusable'],
    ['no DID document', answer(PATHS.didDocument, '', 404), 'issuer_unusable'],
    ['an aggregation that is none', answer(PATHS.lists, '{}'), 'issuer_unusable'],
    ['an aggregation of what is no address', answer(PATHS.lists, '{"status_lists":["hello"]}'), 'issuer_unusable'],
    [
      'an aggregation that leads into a private network',
      answer(PATHS.lists, '{"status_lists":["https://192.168.0.1/1"]}'),
      'address_refused',
    ],
    ['a list that is not there', answer(PATHS.list, '', 404), 'issuer_unusable'],
    ['a type that is not there', answer(PATHS.types, '', 404), 'issuer_unusable'],
    ['an answer beyond the limit', answer(PATHS.list, 'A'.repeat(100_001)), 'too_large'],
  ]
  test.each(faults)('%s', async (_what, break_, code) => {
    break_()
    await expect(prepare()).rejects.toMatchObject({ code })
  })

  test('a redirect is not followed', async () => {
    publisher.answers.set(PATHS.metadata, { status: 302, headers: { location: PATHS.didDocument }, body: '' })
    await expect(prepare()).rejects.toMatchObject({ code: 'address_unreachable' })
  })

  test('nobody answers', async () => {
    await publisher[Symbol.asyncDispose]()
    await expect(prepare()).rejects.toMatchObject({ code: 'address_unreachable' })
    publisher = await startPublisher()
  })

  test('loopback, where that is not allowed', async () => {
    await expect(prepare({}, false)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test.each(['hello', '', 'http://', 'file:///etc/passwd'])('an address that is none: "%s"', async (url) => {
    await expect(prepare({ issuers: [{ url }] })).rejects.toMatchObject({ code: 'issuer_unusable' })
  })
})

describe('what is signed and wrong spoils the bundle when it is opened', () => {
  test('a list that another key has signed', async () => {
    publisher.answers.set(PATHS.list, { body: await statusListOf({}, { listUri: publisher.url + PATHS.list }) })
    await expect(prepare().then(open)).rejects.toMatchObject({ code: 'key_not_found' })
  })

  test('a list with one character changed', async () => {
    const { body } = publisher.answers.get(PATHS.list)!
    const [header, payload, signature = ''] = body.trim().split('.')
    const changed = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
    publisher.answers.set(PATHS.list, { body: [header, payload, changed].join('.') })
    await expect(prepare().then(open)).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  test('a list that is text', async () => {
    publisher.answers.set(PATHS.list, { body: 'hello' })
    await expect(prepare().then(open)).rejects.toMatchObject({ code: 'jws_malformed' })
  })

  test('a key that is none', async () => {
    publisher.change(PATHS.didDocument, (document) => ({
      ...document,
      verificationMethod: [
        {
          id: `${publisher.did}#key-1`,
          type: 'JsonWebKey2020',
          controller: publisher.did,
          publicKeyJwk: { kty: 'EC' },
        },
      ],
    }))
    await expect(prepare().then(open)).rejects.toMatchObject({ code: 'key_invalid' })
  })
})
