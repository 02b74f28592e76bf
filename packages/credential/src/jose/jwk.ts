import { base64urlByteLength } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import { isJsonObject } from '../json.ts'
import type { HashAlgorithm } from '../platform.ts'
import { ALL_SIGNATURE_ALGORITHMS, SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from './algorithms.ts'

/** A public key as a JWK (RFC 7517), only with members that this package understands. */
export type PublicJwk = {
  readonly kty: 'EC' | 'OKP' | 'RSA'
  readonly crv?: string
  readonly x?: string
  readonly y?: string
  readonly n?: string
  readonly e?: string
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const PUBLIC_TEXT_MEMBERS = ['crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const
const REQUIRED = { EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'], RSA: ['n', 'e'] } as const
const COORDINATE_BYTES: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66, Ed25519: 32 }
/** NIST SP 800-131A: RSA below 2048 bits is not accepted. */
const MIN_RSA_BYTES = 256

/**
 * Reads a public key from the wire. A private key is refused, not stripped: whoever sends one has made a mistake that
 * should be told (OpenID4VCI 1.0, appendix F.1).
 *
 * @throws CredentialError `key_invalid`
 */
export function parsePublicJwk(value: unknown): PublicJwk {
  if (!isJsonObject(value)) throw invalid('The key is not a JWK object.', 'not_an_object')
  for (const member of PRIVATE_MEMBERS) {
    if (Object.hasOwn(value, member)) {
      throw invalid('The key holds private or symmetric key material; send the public key only.', 'private')
    }
  }
  const { kty } = value
  if (kty !== 'EC' && kty !== 'OKP' && kty !== 'RSA') throw invalid('kty must be EC, OKP or RSA.', 'kty')
  const jwk: { -readonly [M in keyof PublicJwk]: PublicJwk[M] } = { kty }
  for (const member of PUBLIC_TEXT_MEMBERS) {
    const text = value[member]
    if (text === undefined) continue
    if (typeof text !== 'string') throw invalid(`${member} must be a string.`, member)
    jwk[member] = text
  }
  for (const member of REQUIRED[kty]) {
    if (jwk[member] === undefined) throw invalid(`A key of kty ${kty} needs ${member}.`, member)
  }
  checkSizes(jwk)
  return jwk
}

function checkSizes(jwk: PublicJwk): void {
  if (jwk.kty === 'RSA') {
    if (base64urlByteLength(jwk.n ?? '', 'key') < MIN_RSA_BYTES)
      throw invalid('An RSA key needs at least 2048 bits.', 'n')
    return
  }
  const bytes = COORDINATE_BYTES[jwk.crv ?? '']
  if (bytes === undefined) throw invalid('crv must be P-256, P-384, P-521 or Ed25519.', 'crv')
  for (const member of ['x', 'y'] as const) {
    const coordinate = jwk[member]
    if (coordinate !== undefined && base64urlByteLength(coordinate, 'key') !== bytes) {
      throw invalid(`${member} must be ${bytes} bytes for ${jwk.crv}.`, member)
    }
  }
}

/** The algorithms that fit a key by its type and curve, and that its own `alg` and `use` permit. */
export function algorithmsFor(jwk: PublicJwk): readonly SignatureAlgorithm[] {
  if (jwk.use !== undefined && jwk.use !== 'sig') return []
  return ALL_SIGNATURE_ALGORITHMS.filter((name) => {
    const { kty, crv } = SIGNATURE_ALGORITHMS[name]
    if (kty !== jwk.kty || (crv !== undefined && crv !== jwk.crv)) return false
    return jwk.alg === undefined || jwk.alg === name
  })
}

/** JWK thumbprint, base64url (RFC 7638): the required members in lexical order, without white space. */
export function jwkThumbprint(jwk: PublicJwk, digest: (algorithm: HashAlgorithm, text: string) => string): string {
  const { kty, crv, x, y, n, e } = jwk
  const members = kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }
  return digest('sha-256', JSON.stringify(members))
}

function invalid(message: string, reason: string): CredentialError<'key_invalid'> {
  return new CredentialError('key_invalid', message, { reason })
}
