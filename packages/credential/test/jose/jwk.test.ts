import { generateKeyPairSync } from 'node:crypto'
import { algorithmsFor, jwkThumbprint, parsePublicJwk } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { readVector } from '../support/read-vector.ts'

type ThumbprintVector = { readonly id: string; readonly key: object; readonly thumbprint: string }

describe('jwkThumbprint', () => {
  const vectors = readVector<ThumbprintVector[]>('jose/thumbprints.json')

  test.each(vectors)('$id', ({ key, thumbprint }) => {
    expect(jwkThumbprint(parsePublicJwk(key), nodePlatform.digest)).toBe(thumbprint)
    expect(jwkThumbprint(parsePublicJwk(key), webPlatform.digest)).toBe(thumbprint)
  })

  test('agrees with jose for keys on P-256, whatever else they say', async () => {
    for (let i = 0; i < 20; i++) {
      const { publicJwk } = generateNodeSigner()
      const jwk = { ...publicJwk, kid: String(i), use: 'sig', alg: 'ES256' }
      expect(jwkThumbprint(jwk, nodePlatform.digest)).toBe(await calculateJwkThumbprint(jwk))
    }
  })
})

describe('parsePublicJwk', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })

  test('keeps what it understands and nothing else', () => {
    const all = { ...jwk, kid: 'a', use: 'sig', alg: 'ES256', x5c: ['MIIB'], ext: true, extra: 1 }
    expect(parsePublicJwk(all)).toEqual({ ...jwk, kid: 'a', use: 'sig', alg: 'ES256' })
  })

  test.each([
    ['null', null, 'not_an_object'],
    ['an array', [jwk], 'not_an_object'],
    ['a private key', privateKey.export({ format: 'jwk' }), 'private'],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, 'private'],
    ['a symmetric key without its key', { kty: 'oct' }, 'kty'],
    ['no kty', { crv: 'P-256' }, 'kty'],
    ['no y', { kty: 'EC', crv: 'P-256', x: jwk.x }, 'y'],
    ['a number for x', { ...jwk, x: 7 }, 'x'],
    ['a curve that is not known', { ...jwk, crv: 'secp256k1' }, 'crv'],
    ['a coordinate of 31 bytes', { ...jwk, x: Buffer.alloc(31, 1).toString('base64url') }, 'x'],
    ['a coordinate of 33 bytes', { ...jwk, y: Buffer.alloc(33, 1).toString('base64url') }, 'y'],
    ['RSA of 1024 bits', { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(128, 0xc5).toString('base64url') }, 'n'],
    ['a number for kid', { ...jwk, kid: 7 }, 'kid'],
  ])('refuses %s', (_, value, reason) => {
    expect(() => parsePublicJwk(value)).toThrow(expect.objectContaining({ code: 'key_invalid', details: { reason } }))
  })

  test('alg and use say what a key may do', () => {
    const key = parsePublicJwk(jwk)
    expect(algorithmsFor(key)).toEqual(['ES256'])
    expect(algorithmsFor({ ...key, use: 'sig' })).toEqual(['ES256'])
    expect(algorithmsFor({ ...key, use: 'enc' })).toEqual([])
    expect(algorithmsFor({ ...key, alg: 'ES384' })).toEqual([])
    expect(algorithmsFor({ ...key, alg: 'ES256' })).toEqual(['ES256'])
  })

  test.each([nodePlatform, webPlatform])('a point off the curve is no key', async (platform) => {
    const off = parsePublicJwk({ ...jwk, y: jwk.x })
    await expect(async () => platform.importKey(off)).rejects.toMatchObject({ code: 'key_invalid' })
  })
})
