import { createDidResolver, encodeDidJwk, encodeDidKey, resolveDid, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'

describe('the resolver', () => {
  const { publicJwk } = generateNodeSigner()
  const did = 'did:web:issuer.example'
  const document = singleKeyDocument(did, 'key-1', publicJwk)

  test('resolves did:key and did:jwk alone, and did:web by who finds its document', async () => {
    const resolver = createDidResolver((wanted) => (wanted === did ? document : undefined))
    expect(await resolveDid(resolver, `${did}#key-1`)).toEqual(document)
    expect((await resolveDid(resolver, encodeDidKey(publicJwk))).id).toBe(encodeDidKey(publicJwk))
    expect((await resolveDid(resolver, `${encodeDidJwk(publicJwk)}#0`)).id).toBe(encodeDidJwk(publicJwk))
  })

  test('takes no document that is about another DID', async () => {
    const resolver = createDidResolver(() => document)
    await expect(resolveDid(resolver, 'did:web:other.example')).rejects.toMatchObject({ code: 'key_not_found' })
  })

  test.each([
    ['did:web:unknown.example', 'key_not_found'],
    ['did:ion:abc', 'key_not_found'],
    ['nonsense', 'key_not_found'],
    ['', 'key_not_found'],
    ['did:key:z', 'did_malformed'],
    ['did:jwk:AAAA', 'json_malformed'],
  ])('does not resolve %j', async (wanted, code) => {
    const resolver = createDidResolver(() => undefined)
    await expect(resolveDid(resolver, wanted)).rejects.toMatchObject({ code })
  })
})
