import { encodeDidKey, keyOf, keysOf, type PublicJwk, resolveDidKey } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readVector } from '../support/read-vector.ts'

type DidKeyVector = { readonly did: string; readonly key?: PublicJwk; readonly error?: string }

const malformed = expect.objectContaining({ code: 'did_malformed' })

describe('did:key', () => {
  const vectors = readVector<DidKeyVector[]>('did-key/did-key.json')

  test.each(vectors.filter(({ key }) => key !== undefined))('$did', ({ did, key }) => {
    const document = resolveDidKey(did)
    const id = `${did}#${did.slice('did:key:'.length)}`
    expect(keysOf(document, 'assertionMethod')).toEqual([{ ...key, kid: id }])
    expect(keyOf(document, id, 'authentication')).toEqual({ ...key, kid: id })
    expect(encodeDidKey(key!)).toBe(did)
  })

  test.each(vectors.filter(({ error }) => error !== undefined))('refuses $did', ({ did, error }) => {
    expect(() => resolveDidKey(did)).toThrow(expect.objectContaining({ code: error }))
  })

  test('encodes and resolves any key on P-256', () => {
    for (let i = 0; i < 50; i++) {
      const { publicJwk } = generateNodeSigner()
      const [key] = keysOf(resolveDidKey(encodeDidKey(publicJwk)), 'authentication')
      expect(key).toMatchObject(publicJwk)
    }
  })

  test('refuses text that holds no point', () => {
    const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
    const noise = fc.string({ unit: fc.constantFrom(...base58, '0', 'O', 'I', 'l', ' ', 'é'), maxLength: 60 })
    fc.assert(
      fc.property(noise, (text) => {
        expect(() => resolveDidKey(`did:key:z${text}`)).toThrow(malformed)
      }),
      { numRuns: 300 },
    )
  })

  test.each(['did:key:', 'did:key:f8024', 'did:jwk:zDn', `did:key:z${'1'.repeat(500)}`, ''])('refuses %j', (did) => {
    expect(() => resolveDidKey(did)).toThrow(malformed)
  })
})
