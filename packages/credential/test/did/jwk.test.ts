import { encodeDidJwk, keysOf, resolveDidJwk } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'

const malformed = expect.objectContaining({ code: 'did_malformed' })

describe('did:jwk', () => {
  test('encodes and resolves any key on P-256', () => {
    for (let i = 0; i < 20; i++) {
      const { publicJwk } = generateNodeSigner()
      const did = encodeDidJwk({ ...publicJwk, kid: 'x', use: 'sig' })
      expect(keysOf(resolveDidJwk(did), 'assertionMethod')).toEqual([{ ...publicJwk, kid: `${did}#0` }])
    }
  })

  test('refuses a private key, and what is no key', () => {
    const did = (value: unknown) => `did:jwk:${Buffer.from(JSON.stringify(value)).toString('base64url')}`
    const { privateKey } = generateNodeSigner()
    expect(() => resolveDidJwk(did(privateKey.export({ format: 'jwk' })))).toThrow(
      expect.objectContaining({ code: 'key_invalid' }),
    )
    expect(() => resolveDidJwk(did([]))).toThrow(expect.objectContaining({ code: 'json_malformed' }))
    expect(() => resolveDidJwk('did:key:zDn')).toThrow(malformed)
  })
})
