import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeDidJwk, encodeDidKey, encodeDidWeb, type PublicJwk, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner, importNodeSigner, type NodeSigner } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAuthority, type TestCertificate } from '../../../credential/test/support/certificate-authority.ts'
import type { HolderKey, WalletDependencies } from '../../src/index.ts'
import { createCredentialCheck } from '../../src/receive/create-credential-check.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'
import { CARD_VCT, type CardChanges, codeOf, signCard } from '../support/sign-card.ts'

const now = new Date('2026-11-20T09:00:00Z')
const signer = generateNodeSigner()
const stranger = generateNodeSigner()
const wallet = createMemoryWallet({ now })
const pages = new Map<string, unknown>()

let server: Server
let origin: string
let issuer: string
let key: HolderKey
let authority: TestCertificate
let asked: string[]

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const page = pages.get(path)
    response.writeHead(page === undefined ? 404 : 200).end(typeof page === 'string' ? page : JSON.stringify(page))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  issuer = `${origin}/tenant`
  ;[key] = (await wallet.keys.createKeys(1)) as [HolderKey]
  authority = await createAuthority()
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  asked = []
  pages.clear()
})

type Trial = { readonly header?: CardChanges; readonly claims?: CardChanges; readonly by?: NodeSigner }

async function check(
  { header = {}, claims, by = signer }: Trial,
  holder: WalletDependencies = wallet,
): Promise<string> {
  const card = await signCard({ key, now, signer: by }, header, { iss: issuer, ...claims })
  const expected = { issuer, configurationId: 'card', vct: CARD_VCT, keys: [key] }
  return codeOf(createCredentialCheck(expected, holder)(card))
}

describe('by its did:web', () => {
  test('a key may be named with or without the DID in front', async () => {
    const did = encodeDidWeb(issuer)
    pages.set('/tenant/did.json', singleKeyDocument(did, 'key-1', signer.publicJwk))
    expect(await check({ header: { kid: `${did}#key-1` } })).toBe('good')
    expect(await check({ header: { kid: '#key-1' }, claims: { iss: did } })).toBe('good')
    expect(await check({ header: { kid: '#key-2' }, claims: { iss: did } })).toBe('key_not_found')
  })
})

describe('by the metadata at its address', () => {
  const PAGE = '/.well-known/jwt-vc-issuer/tenant'
  const jwk = (fields: object = {}, { publicJwk }: NodeSigner = signer) => ({ ...publicJwk, kid: 'a', ...fields })
  const published = (...keys: object[]) => ({ issuer, jwks: { keys } })

  test('keys that stand there are believed, and fetched once', async () => {
    pages.set(PAGE, published({ kty: 'RSA', kid: 'b' }, jwk({ kid: 'c' }, stranger), jwk()))
    const expected = { issuer, configurationId: 'card', vct: CARD_VCT, keys: [key] }
    const examine = createCredentialCheck(expected, wallet)
    for (let i = 0; i < 2; i++)
      expect(await codeOf(examine(await signCard({ key, now, signer }, { kid: 'a' }, { iss: issuer })))).toBe('good')
    expect(asked).toEqual([PAGE])
  })

  test('keys may be somewhere else', async () => {
    pages.set(PAGE, { issuer, jwks_uri: `${origin}/keys` })
    pages.set('/keys', { keys: [jwk()] })
    expect(await check({ header: { kid: 'a' } })).toBe('good')
    expect(asked).toEqual([PAGE, '/keys'])
  })

  test.each<readonly [string, () => unknown, string]>([
    ['nothing', () => undefined, 'key_not_found'],
    ['no key of that name', () => published(jwk({ kid: 'z' })), 'key_not_found'],
    ['a key for something else', () => published(jwk({ use: 'enc' })), 'key_not_found'],
    ['the key of somebody else', () => published(jwk({}, stranger)), 'signature_invalid'],
    ['the metadata of another', () => ({ ...published(jwk()), issuer: origin }), 'issuer_answer_malformed'],
    ['no keys', () => ({ issuer }), 'issuer_answer_malformed'],
    [
      'keys and a place of keys',
      () => ({ ...published(jwk()), jwks_uri: `${origin}/keys` }),
      'issuer_answer_malformed',
    ],
    ['a place without keys', () => ({ issuer, jwks_uri: `${origin}/keys` }), 'issuer_answer_malformed'],
    ['a place that is private', () => ({ issuer, jwks_uri: 'https://10.0.0.1/keys' }), 'address_refused'],
    ['no JSON', () => '<html>', 'json_malformed'],
  ])('%s', async (_what, page, code) => {
    pages.set(PAGE, page())
    expect(await check({ header: { kid: 'a' } })).toBe(code)
  })

  test('what another address says of itself is not asked for', async () => {
    pages.set('/.well-known/jwt-vc-issuer', { issuer: origin, jwks: { keys: [jwk()] } })
    expect(await check({ header: { kid: 'a' }, claims: { iss: origin } })).toBe('key_not_found')
    expect(asked).toEqual([])
  })
})

describe('by its certificate', () => {
  const certify = (value: string, by = authority) => by.certify({ ca: false, names: [{ type: 'url', value }] })
  const trusting = (anchor: TestCertificate): WalletDependencies => ({
    ...wallet,
    certificates: { read: readCertificate, verifyPath: verifyCertificatePath },
    issuerAnchors: [anchor.der],
  })
  const signed = (leaf: TestCertificate, claims: CardChanges = {}): Trial => ({
    header: { x5c: [leaf.der] },
    claims,
    by: importNodeSigner(leaf.privateJwk as Record<string, string>),
  })

  test('with or without iss, and without a look at its address', async () => {
    const leaf = await certify(issuer)
    expect(await check(signed(leaf), trusting(authority))).toBe('good')
    expect(await check(signed(leaf, { iss: undefined }), trusting(authority))).toBe('good')
    expect(asked).toEqual([])
  })

  test('for the host of an address', async () => {
    const leaf = await authority.certify({ ca: false, names: [{ type: 'dns', value: 'issuer.example' }] })
    const { header = {}, by = signer } = signed(leaf)
    const iss = 'https://issuer.example/tenant'
    const card = await signCard({ key, now, signer: by }, header, { iss })
    const expected = { issuer: iss, configurationId: 'card', vct: CARD_VCT, keys: [key] }
    expect(await codeOf(createCredentialCheck(expected, trusting(authority))(card))).toBe('good')
  })

  test('which is for another, of another authority, or not that of the key', async () => {
    const leaf = await certify(issuer)
    expect(await check(signed(await certify(origin)), trusting(authority))).toBe('key_not_found')
    expect(await check(signed(leaf, { iss: 'https://other.example' }), trusting(authority))).toBe('key_not_found')
    expect(await check({ ...signed(leaf), by: stranger }, trusting(authority))).toBe('signature_invalid')
    expect(await check(signed(leaf), trusting(await createAuthority()))).toBe('certificate_path_invalid')
    expect(await check(signed(leaf, { iss: undefined }), trusting(await createAuthority()))).toBe('key_not_found')
  })

  test('which nobody vouches for is worth as much as no certificate', async () => {
    expect(await check(signed(await certify(issuer)))).toBe('key_not_found')
    expect(asked).toEqual(['/.well-known/jwt-vc-issuer/tenant'])
  })
})

describe('by a DID that tells of a key and of nobody else', () => {
  test.each([
    ['did:jwk', (jwk: PublicJwk) => `${encodeDidJwk(jwk)}#0`],
    ['did:key', (jwk: PublicJwk) => `${encodeDidKey(jwk)}#${encodeDidKey(jwk).slice('did:key:'.length)}`],
  ])('%s is refused, whoever else it says it is', async (_method, urlOf) => {
    const kid = urlOf(signer.publicJwk)
    for (const iss of [kid.split('#')[0], issuer, undefined])
      expect(await check({ header: { kid }, claims: { iss } })).toBe('key_not_found')
  })
})
