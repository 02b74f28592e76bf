import { encodeDidJwk, encodeDidKey } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { beforeAll, expect, test } from 'vitest'
import type { HolderKey } from '../../src/index.ts'
import { holderKeyOf } from '../../src/receive/holder-key-of.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const wallet = createMemoryWallet()
const stranger = generateNodeSigner().publicJwk
let keys: readonly HolderKey[]
beforeAll(async () => {
  keys = await wallet.keys.createKeys(3)
})

const found = async (cnf: unknown) =>
  holderKeyOf({ claims: JSON.parse(JSON.stringify({ cnf })) }, keys, wallet).then(
    ({ id }) => keys.findIndex((key) => key.id === id),
    (error) => error.code,
  )

test('a key is found by itself, and by the name that is made of it', async () => {
  const { publicJwk } = keys[1]!
  expect(await found({ jwk: publicJwk })).toBe(1)
  expect(await found({ jwk: { ...publicJwk, kid: 'whatever', alg: 'ES256' } })).toBe(1)
  expect(await found({ kid: `${encodeDidJwk(publicJwk)}#0` })).toBe(1)
  const didKey = encodeDidKey(publicJwk)
  expect(await found({ kid: `${didKey}#${didKey.slice('did:key:'.length)}` })).toBe(1)
})

test.each<readonly [string, unknown]>([
  ['nothing', undefined],
  ['a text', 'hello'],
  ['an empty object', {}],
  ['the key of another', { jwk: stranger }],
  ['the key of another beside the name of ours', { jwk: stranger, kid: 'did:jwk:eyJ9#0' }],
  ['the name of another', { kid: `${encodeDidJwk(stranger)}#0` }],
  ['a name without its fragment', { kid: encodeDidJwk(stranger) }],
  ['a name that has to be looked up', { kid: 'did:web:holder.example#key-1' }],
  ['a name that is none', { kid: 'did:jwk:####' }],
  ['a number', { kid: 7 }],
])('%s is not ours', async (_what, cnf) => {
  expect(await found(cnf)).toBe('credential_not_ours')
})
