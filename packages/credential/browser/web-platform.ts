import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { unzlibSync, zlibSync } from 'fflate'
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

function inflate(compressed: Uint8Array, maxBytes: number): Uint8Array {
  // One byte more than allowed shows that there would have been more.
  const out = new Uint8Array(maxBytes + 1)
  let bytes: Uint8Array
  try {
    bytes = unzlibSync(compressed, { out })
  } catch {
    throw new CredentialError('status_list_malformed', 'The status list is not zlib data (RFC 1950).', {
      reason: 'lst',
    })
  }
  if (bytes.length > maxBytes) {
    throw new CredentialError('too_large', `A status list may unpack to at most ${maxBytes} bytes.`, {
      what: 'status list',
      limit: maxBytes,
    })
  }
  return bytes.slice()
}

function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
