import type { SignatureAlgorithm } from './jose/algorithms.ts'
import type { PublicJwk } from './jose/jwk.ts'

/** Names of the IANA "Named Information Hash Algorithm" registry that `_sd_alg` may carry (RFC 9901, section 4.1.1). */
export const HASH_ALGORITHMS = ['sha-256', 'sha-384', 'sha-512'] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** A public key ready for use: importing it was paid for once. */
export interface VerificationKey {
  /** `kid` of the JWK, where it had one. */
  readonly kid: string | undefined
  /** What this key may be used with; a signature under any other algorithm is not looked at. */
  readonly algorithms: readonly SignatureAlgorithm[]
  verify(algorithm: SignatureAlgorithm, signingInput: string, signature: Uint8Array): boolean | Promise<boolean>
}

/** A private key held elsewhere: a key management system, a secure element, a browser. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm
  /** @returns the raw signature of JWS, for ECDSA `r || s` (RFC 7518, section 3.4) */
  sign(signingInput: string): Uint8Array | Promise<Uint8Array>
}

/** What the kernel needs of the machine it runs on. `@bai/credential/node` and `/browser` each give one. */
export interface Platform {
  /** Base64url digest of an ASCII text. Synchronous, for a credential has dozens. */
  digest(algorithm: HashAlgorithm, text: string): string
  /** @throws CredentialError `key_invalid` */
  importKey(jwk: PublicJwk): VerificationKey | Promise<VerificationKey>
  /** zlib (RFC 1950). @throws CredentialError `too_large` when the result passes `maxBytes` */
  inflate(compressed: Uint8Array, maxBytes: number): Uint8Array
  /** zlib (RFC 1950) at the highest compression level. */
  deflate(bytes: Uint8Array): Uint8Array
}

/** Cryptographically secure random bytes. */
export type RandomBytes = (length: number) => Uint8Array
