/**
 * The asymmetric signature algorithms that can be verified (RFC 7518, section 3.1; RFC 8037; RFC 9864 for `Ed25519`),
 * each with the one kind of key it fits. `none` and the HMAC algorithms are not in the table, so they cannot be chosen.
 */
export const SIGNATURE_ALGORITHMS = {
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', signatureBytes: 64 },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384', signatureBytes: 96 },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512', signatureBytes: 132 },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', hash: undefined, signatureBytes: 64 },
  Ed25519: { kty: 'OKP', crv: 'Ed25519', hash: undefined, signatureBytes: 64 },
  PS256: { kty: 'RSA', crv: undefined, hash: 'sha256', signatureBytes: undefined },
  PS384: { kty: 'RSA', crv: undefined, hash: 'sha384', signatureBytes: undefined },
  PS512: { kty: 'RSA', crv: undefined, hash: 'sha512', signatureBytes: undefined },
  RS256: { kty: 'RSA', crv: undefined, hash: 'sha256', signatureBytes: undefined },
  RS384: { kty: 'RSA', crv: undefined, hash: 'sha384', signatureBytes: undefined },
  RS512: { kty: 'RSA', crv: undefined, hash: 'sha512', signatureBytes: undefined },
} as const

export type SignatureAlgorithm = keyof typeof SIGNATURE_ALGORITHMS

export const ALL_SIGNATURE_ALGORITHMS = Object.keys(SIGNATURE_ALGORITHMS) as readonly SignatureAlgorithm[]

/** What Bai itself signs and accepts (HAIP 1.0, section 7: ES256 with SHA-256). */
export const BAI_ALGORITHMS: readonly SignatureAlgorithm[] = ['ES256']

export function isSignatureAlgorithm(name: unknown): name is SignatureAlgorithm {
  return typeof name === 'string' && Object.hasOwn(SIGNATURE_ALGORITHMS, name)
}
