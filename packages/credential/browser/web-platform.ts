import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { Unzlib, zlibSync } from 'fflate'
import {
  algorithmsFor,
  CredentialError,
  encodeBase64url,
  type Platform,
  type PublicJwk,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
  type VerificationKey,
} from '../src/index.ts'

const HASHES = { 'sha-256': sha256, 'sha-384': sha384, 'sha-512': sha512 } as const
const WEB_HASH = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const
const encoder = new TextEncoder()

/** The kernel's needs from the web platform. Digests are synchronous JavaScript: Web Crypto's are promises, 50 × slower. */
export const webPlatform: Platform = {
  digest: (algorithm, text) => encodeBase64url(HASHES[algorithm](encoder.encode(text))),
  importKey,
  inflate,
  deflate: (bytes) => zlibSync(bytes, { level: 9 }),
}

async function importKey(jwk: PublicJwk): Promise<VerificationKey> {
  const algorithms = algorithmsFor(jwk)
  const keys = new Map<SignatureAlgorithm, CryptoKey>()
  for (const algorithm of algorithms) keys.set(algorithm, await importFor(algorithm, jwk))
  return {
    kid: jwk.kid,
    algorithms,
    verify: async (algorithm, signingInput, signature) => {
      const key = keys.get(algorithm)
      if (key === undefined) return false
      return crypto.subtle.verify(verifyParameters(algorithm), key, copy(signature), encoder.encode(signingInput))
    },
  }
}

async function importFor(algorithm: SignatureAlgorithm, { kty, crv, x, y, n, e }: PublicJwk): Promise<CryptoKey> {
  const { hash } = SIGNATURE_ALGORITHMS[algorithm]
  const jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JsonWebKey
  const name = webName(algorithm)
  const parameters = name === 'ECDSA' ? { name, namedCurve: crv! } : { name, ...(hash && { hash: WEB_HASH[hash] }) }
  try {
    return await crypto.subtle.importKey('jwk', jwk, parameters, false, ['verify'])
  } catch {
    throw new CredentialError('key_invalid', 'The JWK is not a public key.', { reason: 'not_a_key' })
  }
}

function verifyParameters(algorithm: SignatureAlgorithm) {
  const { hash } = SIGNATURE_ALGORITHMS[algorithm]
  const name = webName(algorithm)
  if (name === 'ECDSA') return { name, hash: WEB_HASH[hash!] }
  return name === 'RSA-PSS' ? { name, saltLength: Number(algorithm.slice(2)) / 8 } : { name }
}

function webName(algorithm: SignatureAlgorithm): string {
  if (algorithm.startsWith('ES')) return 'ECDSA'
  if (algorithm.startsWith('PS')) return 'RSA-PSS'
  return algorithm.startsWith('RS') ? 'RSASSA-PKCS1-v1_5' : 'Ed25519'
}

/** Compressed bytes are read in steps, so that a bomb is noticed after a thousand times this, and not at its end. */
const INFLATE_STEP = 2048

function inflate(compressed: Uint8Array, maxBytes: number): Uint8Array {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = new Unzlib((chunk) => {
    length += chunk.length
    if (length > maxBytes) {
      throw new CredentialError('too_large', `A status list may unpack to at most ${maxBytes} bytes.`, {
        what: 'status list',
        limit: maxBytes,
      })
    }
    chunks.push(chunk)
  })
  try {
    for (let at = 0; at < compressed.length; at += INFLATE_STEP) {
      stream.push(compressed.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= compressed.length)
    }
  } catch (error) {
    throw error instanceof CredentialError ? error : notZlib()
  }
  const bytes = join(chunks, length)
  // fflate reads past the checksum (RFC 1950, section 2.2); trailing bytes show here as well, for then it is elsewhere.
  if (compressed.length < 4 || new DataView(copy(compressed.slice(-4)).buffer).getUint32(0) !== adler32(bytes)) {
    throw notZlib()
  }
  return bytes
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** RFC 1950, section 8.2. Reduced every 3,800 bytes, before the sums can leave the integers of 31 bits. */
function adler32(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(start + 3800, bytes.length)
    for (let i = start; i < end; i++) {
      a += bytes[i]!
      b += a
    }
    a %= 65521
    b %= 65521
  }
  return b * 65536 + a
}

function notZlib(): CredentialError<'status_list_malformed'> {
  return new CredentialError('status_list_malformed', 'The status list is not zlib data (RFC 1950).', { reason: 'lst' })
}

function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
