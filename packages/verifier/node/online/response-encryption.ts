import { compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose'

const ALGORITHM = 'ECDH-ES'
/** Both have to be offered (HAIP 1.0, section 5). */
export const ENCRYPTION_METHODS = ['A128GCM', 'A256GCM'] as const

/** A key pair for one response and no other. */
export type ResponseEncryption = {
  /** For `client_metadata.jwks`. */
  readonly publicJwk: JWK
  /** @returns undefined for anything that is not encrypted for this key */
  decrypt(jwe: string): Promise<string | undefined>
}

/** Makes the key that the answer to one request is encrypted for (OpenID4VP 1.0, section 8.3). @param kid names it */
export async function createResponseEncryption(kid: string): Promise<ResponseEncryption> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { crv: 'P-256', extractable: true })
  const publicJwk = { ...(await exportJWK(publicKey)), use: 'enc', alg: ALGORITHM, kid }
  return {
    publicJwk,
    decrypt: async (jwe) => {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey, {
          keyManagementAlgorithms: [ALGORITHM],
          contentEncryptionAlgorithms: [...ENCRYPTION_METHODS],
        })
        if (protectedHeader.kid !== undefined && protectedHeader.kid !== kid) return undefined
        return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
      } catch {
        return undefined
      }
    },
  }
}
