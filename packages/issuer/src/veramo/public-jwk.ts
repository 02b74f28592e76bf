import type { PublicJwk } from '@bai/credential'
import type { IKey } from '@veramo/core-types'

const COORDINATE_HEX = 64

/** Types of key that are made here, with the algorithm that each signs with. */
export const KEY_ALGORITHMS = { Secp256r1: 'ES256', Ed25519: 'EdDSA' } as const
export type ManagedKeyType = keyof typeof KEY_ALGORITHMS

export function isManagedKeyType(type: string): type is ManagedKeyType {
  return Object.hasOwn(KEY_ALGORITHMS, type)
}

/** Veramo's spelling of a public key: for P-256 the uncompressed point (SEC 1, section 2.3.3), for Ed25519 its 32 bytes. */
export function publicKeyHexOf({ x = '', y = '' }: PublicJwk): string {
  const [xHex, yHex] = [x, y].map((coordinate) => Buffer.from(coordinate, 'base64url').toString('hex'))
  return y === '' ? `${xHex}` : `04${xHex}${yHex}`
}

/** The JWK of a key that `NodeKeyManagementSystem` made. */
export function publicJwkOf({ type, publicKeyHex }: Pick<IKey, 'type' | 'publicKeyHex'>): PublicJwk {
  if (type === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: toBase64url(publicKeyHex) }
  if (type !== 'Secp256r1') throw new TypeError(`Keys of type ${type} are not made here.`)
  const point = publicKeyHex.slice(2)
  return {
    kty: 'EC',
    crv: 'P-256',
    x: toBase64url(point.slice(0, COORDINATE_HEX)),
    y: toBase64url(point.slice(COORDINATE_HEX)),
  }
}

function toBase64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}
