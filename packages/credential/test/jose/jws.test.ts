import { generateKeyPairSync } from 'node:crypto'
import {
  ALL_SIGNATURE_ALGORITHMS,
  type JsonObject,
  parseJws,
  type SignatureAlgorithm,
  signJws,
  verifyJws,
} from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { importNodeSigner, nodePlatform } from '@bai/credential/node'
import { CompactSign, compactVerify, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { parsePublicJwk } from '../../src/index.ts'

type Jwk = Record<string, string>

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const privateJwks: Readonly<Record<string, Jwk>> = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as Jwk,
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' }) as Jwk,
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey.export({ format: 'jwk' }) as Jwk,
  Ed25519: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as Jwk,
  RSA: rsa.export({ format: 'jwk' }) as Jwk,
}
const KEY_OF: Readonly<Record<SignatureAlgorithm, string>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'Ed25519',
  Ed25519: 'Ed25519',
  PS256: 'RSA',
  PS384: 'RSA',
  PS512: 'RSA',
  RS256: 'RSA',
  RS384: 'RSA',
  RS512: 'RSA',
}

function keysFor(algorithm: SignatureAlgorithm) {
  const jwk = privateJwks[KEY_OF[algorithm]]!
  const { kty, crv, x, y, n, e } = jwk
  const publicJwk = parsePublicJwk(JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })))
  return { jwk, publicJwk }
}

/** A JSON-only payload, so that both sides carry the same bytes. */
const payload: JsonObject = { sub: 'ผู้ถือ', n: 1.5, list: [null, true] }

describe('against jose', () => {
  test.each(ALL_SIGNATURE_ALGORITHMS)('%s: we verify what it signs', async (algorithm) => {
    const { jwk, publicJwk } = keysFor(algorithm)
    const text = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: algorithm, typ: 'test' })
      .sign(await importJWK(jwk, algorithm))
    for (const platform of [nodePlatform, webPlatform]) {
      const key = await platform.importKey(publicJwk)
      await verifyJws(parseJws(text), [key], { typ: ['test'], algorithms: [algorithm], what: 'test' })
      const [header, body, signature] = text.split('.')
      const other = `${header}.${body}A.${signature}`
      await expect(verifyJws(parseJws(other), [key], { what: 'test' })).rejects.toMatchObject({
        code: 'signature_invalid',
      })
    }
  })

  test.each(['P-256', 'P-384', 'P-521', 'Ed25519'] as const)('%s: it verifies what we sign', async (curve) => {
    const signer = importNodeSigner(privateJwks[curve]!)
    const text = await signJws({ typ: 'test' }, payload, signer)
    const key = await importJWK({ ...signer.publicJwk }, signer.algorithm)
    const verified = await compactVerify(text, key)
    expect(verified.protectedHeader).toEqual({ alg: signer.algorithm, typ: 'test' })
    expect(JSON.parse(new TextDecoder().decode(verified.payload))).toEqual(payload)
  })
})

describe('keys and algorithms', () => {
  test('no algorithm verifies under the key of another', async () => {
    for (const algorithm of ALL_SIGNATURE_ALGORITHMS) {
      const { jwk } = keysFor(algorithm)
      const text = await new CompactSign(new TextEncoder().encode('{}'))
        .setProtectedHeader({ alg: algorithm })
        .sign(await importJWK(jwk, algorithm))
      for (const [name, other] of Object.entries(privateJwks)) {
        if (name === KEY_OF[algorithm]) continue
        const { kty, crv, x, y, n, e } = other
        const key = await nodePlatform.importKey(parsePublicJwk(JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }))))
        await expect(verifyJws(parseJws(text), [key], { what: 'test' })).rejects.toMatchObject({
          code: 'key_not_found',
        })
      }
    }
  })

  test('a key may be the second of those that fit', async () => {
    const first = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
    const signer = importNodeSigner(privateJwks['P-256']!)
    const jws = parseJws(await signJws({}, payload, signer))
    const keys = await Promise.all([parsePublicJwk(first), signer.publicJwk].map((jwk) => nodePlatform.importKey(jwk)))
    await expect(verifyJws(jws, keys, { what: 'test' })).resolves.toBeUndefined()
  })
})
