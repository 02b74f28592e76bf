import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeBase64urlText, encodeDidWeb, type JsonObject, signJws, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HolderKey } from '../../src/index.ts'
import { checkCopies } from '../../src/receive/check-copies.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const VCT = 'urn:example:card:1'
const wallet = createMemoryWallet()
const signer = generateNodeSigner()
let server: Server
let issuer: string
let keys: readonly HolderKey[]
let fetched = 0

beforeAll(async () => {
  server = createServer((_request, response) => {
    fetched++
    response.end(JSON.stringify(singleKeyDocument(encodeDidWeb(issuer), 'key-1', signer.publicJwk)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  keys = await wallet.keys.createKeys(2)
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** A copy whose salt and place in a status list a test chooses. */
async function copy(key: HolderKey | undefined, salt: string, idx: number, fields: JsonObject = {}): Promise<string> {
  const disclosure = encodeBase64urlText(JSON.stringify([salt, 'given_name', 'Anong']))
  const did = encodeDidWeb(issuer)
  const claims = {
    iss: did,
    vct: VCT,
    cnf: { jwk: { ...key!.publicJwk } },
    status: { status_list: { uri: `${issuer}/1`, idx } },
    _sd: [nodePlatform.digest('sha-256', disclosure)],
    ...fields,
  }
  return `${await signJws({ typ: 'dc+sd-jwt', kid: `${did}#key-1` }, claims, signer)}~${disclosure}~`
}

const check = (...copies: string[]) => checkCopies(copies, { issuer, configurationId: 'card', vct: VCT, keys }, wallet)

test('copies that differ in key, salt and place are good, and one look at the issuer is enough', async () => {
  const [first, second] = [await copy(keys[0], 'one', 1, { exp: 4_102_444_800 }), await copy(keys[1], 'two', 2)]
  fetched = 0
  expect(await check(first, second)).toEqual([
    { keyId: keys[0]?.id, credential: first, expiresAt: '2100-01-01T00:00:00.000Z' },
    { keyId: keys[1]?.id, credential: second },
  ])
  expect(fetched).toBe(1)
})

test('a salt that two of them have links them', async () => {
  const refused = check(await copy(keys[0], 'one', 1), await copy(keys[1], 'one', 2))
  await expect(refused).rejects.toMatchObject({ code: 'copies_linkable', details: { by: 'salt' } })
})

test('a place in a status list that two of them have links them', async () => {
  const refused = check(await copy(keys[0], 'one', 1), await copy(keys[1], 'two', 1))
  await expect(refused).rejects.toMatchObject({ code: 'copies_linkable', details: { by: 'status' } })
})

test('more than there are keys are more than was asked for, good as they may be', async () => {
  const each = [await copy(keys[0], 'one', 1), await copy(keys[1], 'two', 2), await copy(keys[1], 'three', 3)]
  await expect(check(...each)).rejects.toMatchObject({ code: 'issuer_answer_malformed' })
})

test('two for one key are more than was asked for', async () => {
  const refused = check(await copy(keys[0], 'one', 1), await copy(keys[0], 'two', 2))
  await expect(refused).rejects.toMatchObject({ code: 'issuer_answer_malformed' })
})
