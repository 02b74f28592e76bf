import { createECDH, createHmac } from 'node:crypto'
import { compactDecrypt, type JWK } from 'jose'
import { ENCRYPTION_ALGORITHM, ENCRYPTION_METHODS } from './encryption-algorithms.ts'
import type { RequestEncryption } from './ports.ts'

const KID_LENGTH = 16

/**
 * The key that wallets encrypt requests for. It follows from the master key, so that all processes have it and none keeps
 * it.
 *
 * @param seed 32 bytes, derived for this purpose
 */
export function createRequestEncryption(seed: Uint8Array): RequestEncryption {
  const { privateKey, publicKey } = keyPairOf(seed)
  const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)].map((part) => part.toString('base64url'))
  const kid = createHmac('sha256', seed).update(publicKey).digest('base64url').slice(0, KID_LENGTH)
  const publicJwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, use: 'enc', alg: ENCRYPTION_ALGORITHM, kid }
  const privateJwk: JWK = { ...publicJwk, d: privateKey.toString('base64url') }
  return {
    publicJwk,
    decrypt: async (jwe) => {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateJwk, {
          keyManagementAlgorithms: [ENCRYPTION_ALGORITHM],
          contentEncryptionAlgorithms: [...ENCRYPTION_METHODS],
        })
        return protectedHeader.kid === kid ? new TextDecoder('utf-8', { fatal: true }).decode(plaintext) : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** One number in 2^32 is no private key of P-256; then the next is taken. */
function keyPairOf(seed: Uint8Array): { readonly privateKey: Buffer; readonly publicKey: Buffer } {
  const ecdh = createECDH('prime256v1')
  for (let counter = 0; ; counter++) {
    try {
      ecdh.setPrivateKey(createHmac('sha256', seed).update(`request encryption ${counter}`).digest())
      return {
        privateKey: Buffer.from(ecdh.getPrivateKey('hex').padStart(64, '0'), 'hex'),
        publicKey: ecdh.getPublicKey(),
      }
    } catch (error) {
      if (counter > 8) throw error
    }
  }
}
