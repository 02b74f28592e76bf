import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeDidWeb, issueSdJwt, type JsonObject, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner, type NodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HolderKey } from '../../src/index.ts'
import { createCredentialCheck } from '../../src/receive/create-credential-check.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const VCT = 'urn:example:card:1'
const DAY = 86_400
const now = new Date()
const seconds = Math.floor(now.getTime() / 1000)
const signer = generateNodeSigner()
const wallet = createMemoryWallet({ now })

let server: Server
let issuer: string
let did: string
let document: string
let key: HolderKey
let others: readonly HolderKey[]

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/.well-known/did.json' ? 200 : 404).end(document)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  did = encodeDidWeb(issuer)
  const [own, other] = await wallet.keys.createKeys(2)
  key = own!
  others = [other!]
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  document = JSON.stringify(singleKeyDocument(did, 'key-1', signer.publicJwk))
})

/** The outcome of checking a credential of these claims: its code, or `good`. */
async function check(claims: JsonObject = {}, header: JsonObject = {}, by: NodeSigner = signer): Promise<string> {
  const good = {
    iss: did,
    vct: VCT,
    iat: seconds - DAY,
    exp: seconds + DAY,
    cnf: { jwk: key.publicJwk },
    given_name: 'Anong',
  }
  const credential = await issueSdJwt(
    {
      header: { typ: 'dc+sd-jwt', kid: `${did}#key-1`, ...header },
      claims: JSON.parse(JSON.stringify({ ...good, ...claims })),
      frame: { hidden: ['given_name'] },
    },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: by },
  )
  const expected = { issuer, configurationId: 'card', vct: VCT, keys: [...others, key] }
  return createCredentialCheck(
    expected,
    wallet,
  )(credential).then(
    (checked) => (checked.key.id === key.id ? 'good' : 'another key'),
    (error) => error.code,
  )
}

const leftOut = undefined as unknown as null

test('a credential as it should be', async () => {
  expect(await check()).toBe('good')
})

test.each([
  ['another issuer', { iss: 'did:web:other.example' }, {}, 'key_not_found'],
  ['no issuer', { iss: leftOut }, {}, 'key_not_found'],
  ['a key of another DID', {}, { kid: 'did:web:other.example#key-1' }, 'key_not_found'],
  ['a key that the issuer does not have', {}, { kid: 'key-2' }, 'key_not_found'],
  ['no kid', {}, { kid: leftOut }, 'key_not_found'],
  ['another kind of token', {}, { typ: 'JWT' }, 'typ_unexpected'],
  ['another type', { vct: 'urn:example:ticket:1' }, {}, 'credential_not_as_offered'],
  ['no type', { vct: leftOut }, {}, 'claim_missing'],
  ['an exp that is over', { exp: seconds - DAY }, {}, 'credential_expired'],
  ['an iat to come', { iat: seconds + DAY }, {}, 'credential_issued_in_future'],
  ['no holder', { cnf: leftOut }, {}, 'credential_not_ours'],
  ['another holder', { cnf: { jwk: generateNodeSigner().publicJwk } }, {}, 'credential_not_ours'],
  ['a holder by name', { cnf: { kid: 'did:key:zDn' } }, {}, 'credential_not_ours'],
  ['a private key', { cnf: { jwk: { kty: 'EC', d: 'AAAA' } } }, {}, 'key_invalid'],
] as const)('%s', async (_what, claims, header, code) => {
  expect(await check(claims, header)).toBe(code)
})

test('the signature of another, under the name of the issuer', async () => {
  expect(await check({}, {}, generateNodeSigner())).toBe('signature_invalid')
})

test.each([
  ['a document of another DID', (text: string) => text.replaceAll(did, 'did:web:other.example'), 'key_not_found'],
  ['a document without keys', () => JSON.stringify({ id: did }), 'key_not_found'],
  ['a key for signing in only', (text: string) => text.replace('"assertionMethod"', '"keyAgreement"'), 'key_not_found'],
  ['no JSON', () => 'hello', 'json_malformed'],
  ['a number', () => '7', 'key_not_found'],
  ['null', () => 'null', 'key_not_found'],
])('an issuer that answers with %s for its DID', async (_what, change, code) => {
  document = change(document)
  expect(await check()).toBe(code)
})
