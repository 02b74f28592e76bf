import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { base58 } from '@scure/base'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import type { PublicJwk } from '../jose/jwk.ts'
import { type DidDocument, singleKeyDocument } from './document.ts'

const PREFIX = 'did:key:z'
/** Multicodec varints of `p256-pub` (0x1200) and `ed25519-pub` (0xed). */
const P256_CODE = [0x80, 0x24]
const ED25519_CODE = [0xed, 0x01]
const MAX_LENGTH = 128

/** The `did:key` of a P-256 or Ed25519 public key. @throws TypeError for another kind of key */
export function encodeDidKey(jwk: PublicJwk): string {
  const x = decodeBase64url(jwk.x ?? '', 'key')
  if (jwk.crv === 'Ed25519') return PREFIX + base58.encode(Uint8Array.from([...ED25519_CODE, ...x]))
  if (jwk.crv !== 'P-256') throw new TypeError('did:key is made of P-256 and Ed25519 keys only.')
  const y = decodeBase64url(jwk.y ?? '', 'key')
  // SEC 1, section 2.3.3: a compressed point is x, and whether y is even (2) or odd (3).
  const parity = 2 + (y[y.length - 1]! & 1)
  return PREFIX + base58.encode(Uint8Array.from([...P256_CODE, parity, ...x]))
}

/** Reads the key out of a `did:key`, with no look-up. @throws CredentialError `did_malformed` */
export function resolveDidKey(did: string): DidDocument {
  if (!did.startsWith(PREFIX) || did.length > MAX_LENGTH)
    throw malformed('A did:key starts with did:key:z and is short.')
  const fragment = did.slice('did:key:'.length)
  let jwk: PublicJwk | undefined
  try {
    jwk = readKey(base58.decode(did.slice(PREFIX.length)))
  } catch {
    throw malformed('The did:key holds no point of its curve.')
  }
  if (jwk === undefined) throw malformed('Only P-256 and Ed25519 keys are read from a did:key.')
  return singleKeyDocument(did, fragment, jwk)
}

function readKey(bytes: Uint8Array): PublicJwk | undefined {
  const [first, second] = bytes
  const key = bytes.subarray(2)
  if (first === P256_CODE[0] && second === P256_CODE[1] && key.length === 33) {
    const point = p256.Point.fromBytes(key).toBytes(false)
    return {
      kty: 'EC',
      crv: 'P-256',
      x: encodeBase64url(point.subarray(1, 33)),
      y: encodeBase64url(point.subarray(33)),
    }
  }
  if (first === ED25519_CODE[0] && second === ED25519_CODE[1] && key.length === 32) {
    ed25519.Point.fromBytes(key)
    return { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(key) }
  }
  return undefined
}

function malformed(message: string): CredentialError<'did_malformed'> {
  return new CredentialError('did_malformed', message, { method: 'key' })
}
