import { decodeBase64url, signJws } from '@bai/credential'
import { type CallbackContext, clientAuthenticationAnonymous, setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import type { HolderKey, WalletDependencies } from './ports.ts'

/**
 * The client of OpenID4VCI messages, with our cryptography and network.
 *
 * @param keys that proofs are to be signed with
 */
export function createOpenidClient(
  keys: readonly HolderKey[],
  { platform, randomBytes, fetch }: WalletDependencies,
): Openid4vciClient {
  // The library refuses every http address by a switch for the whole process. Addresses are guarded in `fetch`,
  // which knows loopback from the rest and is told per wallet whether this is development.
  setGlobalConfig({ allowInsecureUrls: true })
  const callbacks: CallbackContext = {
    fetch,
    hash: (data, algorithm) =>
      decodeBase64url(platform.digest(algorithm, new TextDecoder('latin1').decode(data)), 'digest'),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationAnonymous(),
    signJwt: async (signer, { header, payload }) => {
      if (signer.method !== 'jwk') throw new TypeError('Proofs are signed with a key that is sent as a JWK.')
      const x = signer.publicJwk.x
      const key = keys.find(({ publicJwk }) => publicJwk.x === x)
      if (key === undefined) throw new TypeError('A proof was asked for with a key that is not in use.')
      const { alg: _, ...rest } = header
      const jwt = await signJws(JSON.parse(JSON.stringify(rest)), JSON.parse(JSON.stringify(payload)), key.signer)
      return { jwt, signerJwk: { ...key.publicJwk } }
    },
    verifyJwt: async () => ({ verified: false }),
    decryptJwe: async () => ({ decrypted: false }),
    encryptJwe: async () => {
      throw new TypeError('Encrypted requests are not made yet.')
    },
  }
  return new Openid4vciClient({ callbacks })
}
