import { createPublicKey, hash, type JsonWebKey, verify } from 'node:crypto'
import { encodeBase64url } from '@bai/credential'
import { pooledRandomBytes } from '@bai/credential/node'
import { SDJwtInstance } from '@sd-jwt/core'
import { holder, issuer } from './credential.ts'

const issuerKey = createPublicKey(issuer.privateKey)

/** `@sd-jwt/core` as fast as it can be configured: one-shot hashes, pooled salts, keys loaded, no work of ours in between. */
export const core = new SDJwtInstance<Record<string, unknown>>({
  signAlg: 'ES256',
  hashAlg: 'sha-256',
  kbSignAlg: 'ES256',
  hasher: (data) => hash('sha256', typeof data === 'string' ? data : Buffer.from(data), 'buffer'),
  saltGenerator: () => encodeBase64url(pooledRandomBytes(16)),
  signer: async (data) => encodeBase64url(await issuer.sign(data)),
  verifier: async (data, signature) => verifyWith(issuerKey, data, signature),
  kbSigner: async (data) => encodeBase64url(await holder.sign(data)),
  kbVerifier: async (data, signature, payload) => {
    const { jwk } = (payload as unknown as { cnf: { jwk: JsonWebKey } }).cnf
    return verifyWith(createPublicKey({ key: jwk, format: 'jwk' }), data, signature)
  },
})

function verifyWith(key: ReturnType<typeof createPublicKey>, data: string, signature: string): boolean {
  const parameters = { key, dsaEncoding: 'ieee-p1363' as const }
  return verify('sha256', Buffer.from(data), parameters, Buffer.from(signature, 'base64url'))
}
