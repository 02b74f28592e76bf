import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import {
  algorithmsFor,
  CredentialError,
  type HashAlgorithm,
  type Platform,
  type PublicJwk,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
  type VerificationKey,
} from '../src/index.ts'

const OPENSSL_NAME = { 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512' } as const

/** The kernel's needs from `node:crypto` and `node:zlib`, synchronous: a third of the cost of Web Crypto here. */
export const nodePlatform: Platform = {
  digest: (algorithm: HashAlgorithm, text: string) => hash(OPENSSL_NAME[algorithm], text, 'base64url'),
  importKey: (jwk: PublicJwk) => new NodeVerificationKey(jwk),
  inflate,
  deflate: (bytes) => deflateSync(bytes, { level: 9 }),
}

class NodeVerificationKey implements VerificationKey {
  readonly kid: string | undefined
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly #key: KeyObject

  constructor(jwk: PublicJwk) {
    this.kid = jwk.kid
    this.algorithms = algorithmsFor(jwk)
    try {
      this.#key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
    } catch {
      // OpenSSL also refuses a point that is not on the curve here.
      throw new CredentialError('key_invalid', 'The JWK is not a public key.', { reason: 'not_a_key' })
    }
  }

  verify(algorithm: SignatureAlgorithm, signingInput: string, signature: Uint8Array): boolean {
    const data = Buffer.from(signingInput, 'latin1')
    return verify(
      SIGNATURE_ALGORITHMS[algorithm].hash ?? null,
      data,
      signatureParameters(this.#key, algorithm),
      signature,
    )
  }
}

/** How `node:crypto` is told of JWS signatures: raw `r || s`, and PSS with a salt as long as the digest (RFC 7518). */
export function signatureParameters(key: KeyObject, algorithm: SignatureAlgorithm) {
  if (!algorithm.startsWith('PS')) return { key, dsaEncoding: 'ieee-p1363' as const }
  const RSA_PKCS1_PSS_PADDING = 6
  return { key, padding: RSA_PKCS1_PSS_PADDING, saltLength: Number(algorithm.slice(2)) / 8 }
}

/** What `inflateSync` gives with `info`; its types leave it out. */
type InflateResult = { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } }

function inflate(compressed: Uint8Array, maxBytes: number): Uint8Array {
  let result: InflateResult
  try {
    result = inflateSync(compressed, { maxOutputLength: maxBytes, info: true }) as unknown as InflateResult
  } catch (error) {
    if (error instanceof RangeError) {
      throw new CredentialError('too_large', `A status list may unpack to at most ${maxBytes} bytes.`, {
        what: 'status list',
        limit: maxBytes,
      })
    }
    throw notZlib()
  }
  // Bytes behind the end of the stream are ignored by zlib; they are not part of any list.
  if (result.engine.bytesWritten !== compressed.length) throw notZlib()
  return result.buffer
}

function notZlib(): CredentialError<'status_list_malformed'> {
  return new CredentialError('status_list_malformed', 'The status list is not zlib data (RFC 1950).', { reason: 'lst' })
}
