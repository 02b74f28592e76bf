import { createHash, createPublicKey, verify } from 'node:crypto'
import { SDJwtInstance } from '@sd-jwt/core'
import { issuer } from './parties.ts'

const publicKey = createPublicKey(issuer.privateKey)

/** The other implementation, with cryptography of its own. It may sign as our issuer does. */
export const core = new SDJwtInstance<Record<string, unknown>>({
  signAlg: 'ES256',
  hashAlg: 'sha-256',
  hasher: (data, algorithm) =>
    createHash(algorithm.replace('sha-', 'sha'))
      .update(typeof data === 'string' ? data : Buffer.from(data))
      .digest(),
  saltGenerator: () => createHash('sha256').update(String(process.hrtime.bigint())).digest('base64url').slice(0, 22),
  signer: async (data) => Buffer.from(await issuer.sign(data)).toString('base64url'),
  verifier: async (data, signature) =>
    verify(
      'sha256',
      Buffer.from(data),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    ),
})
