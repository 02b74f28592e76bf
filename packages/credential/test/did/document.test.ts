import { type DidDocument, keyOf, keysOf, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'

describe('a DID document', () => {
  const { publicJwk } = generateNodeSigner()
  const did = 'did:web:issuer.example'
  const base = singleKeyDocument(did, 'key-1', publicJwk)

  test('gives a key for the purposes that it is listed for, and no other', () => {
    const document: DidDocument = { ...base, authentication: [] }
    expect(keysOf(document, 'assertionMethod')).toHaveLength(1)
    expect(keysOf(document, 'authentication')).toEqual([])
    expect(() => keyOf(document, `${did}#key-1`, 'authentication')).toThrow(
      expect.objectContaining({ code: 'key_not_found' }),
    )
  })

  test('may name its methods by fragment, and define them where they are used', () => {
    const [method] = base.verificationMethod!
    const relative: DidDocument = {
      ...base,
      verificationMethod: [{ ...method!, id: '#key-1' }],
      assertionMethod: ['#key-1'],
    }
    expect(keyOf(relative, `${did}#key-1`, 'assertionMethod')).toMatchObject(publicJwk)
    const embedded: DidDocument = { id: did, assertionMethod: [method!] }
    expect(keyOf(embedded, `${did}#key-1`, 'assertionMethod')).toMatchObject(publicJwk)
  })

  test('gives no key by a name that is only like it', () => {
    for (const name of [did, `${did}#`, `${did}#key-2`, 'did:web:other.example#key-1', '#key-1']) {
      expect(() => keyOf(base, name, 'assertionMethod')).toThrow(expect.objectContaining({ code: 'key_not_found' }))
    }
  })

  test('with a private key in it is refused', () => {
    const { privateKey } = generateNodeSigner()
    const [method] = base.verificationMethod!
    const leaking = {
      ...base,
      verificationMethod: [{ ...method!, publicKeyJwk: privateKey.export({ format: 'jwk' }) }],
    }
    expect(() => keysOf(leaking as DidDocument, 'assertionMethod')).toThrow(
      expect.objectContaining({ code: 'key_invalid' }),
    )
  })
})
