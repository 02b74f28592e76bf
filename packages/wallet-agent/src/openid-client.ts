import { decodeBase64url, signJws } from '@bai/credential'
import { type CallbackContext, type JwtSigner, Oauth2Client, setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import type { HolderKey, WalletDependencies } from './ports.ts'
import { clientAuthentication } from './receive/client-authentication.ts'
import { holderDidUrl } from './receive/holder-did-url.ts'

export type OpenidClientOptions = {
  /** What proofs are to be signed with. */
  readonly keys?: readonly HolderKey[]
  /** Left out: the wallet says nothing of itself (OpenID4VCI 1.0, section 6.1). */
  readonly clientId?: string | undefined
}

/** Clients of OpenID4VCI and OAuth 2.0 messages, with our cryptography and network. */
export function createOpenidClient(
  { keys = [], clientId }: OpenidClientOptions,
  dependencies: WalletDependencies,
): { readonly vci: Openid4vciClient; readonly oauth: Oauth2Client; readonly callbacks: CallbackContext } {
  const { platform, randomBytes, fetch } = dependencies
  // The library refuses every http address by a switch for the whole process. Addresses are guarded in `fetch`,
  // which knows loopback from the rest and is told per wallet whether this is development.
  setGlobalConfig({ allowInsecureUrls: true })
  const callbacks: CallbackContext = {
    fetch,
    hash: (data, algorithm) =>
      decodeBase64url(platform.digest(algorithm, new TextDecoder('latin1').decode(data)), 'digest'),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthentication(clientId, dependencies),
    signJwt: async (signer, { header, payload }) => {
      const key = keys.find((candidate) => signsAs(candidate, signer))
      if (key === undefined) throw new TypeError('A proof was asked for with a key that is not in use.')
      const { alg: _, ...rest } = header
      const jwt = await signJws(JSON.parse(JSON.stringify(rest)), JSON.parse(JSON.stringify(payload)), key.signer)
      return { jwt, signerJwk: { ...key.publicJwk } }
    },
    verifyJwt: async () => ({ verified: false }),
    decryptJwe: async () => ({ decrypted: false }),
    encryptJwe: async () => {
      throw new TypeError('Messages are encrypted by the wallet itself.')
    },
  }
  return { vci: new Openid4vciClient({ callbacks }), oauth: new Oauth2Client({ callbacks }), callbacks }
}

/** Whether a key is the one that the library names, by itself or by a DID that is made of it. */
function signsAs({ publicJwk }: HolderKey, signer: JwtSigner): boolean {
  if (signer.method === 'jwk') return signer.publicJwk.x === publicJwk.x
  if (signer.method !== 'did') return false
  return (['did:jwk', 'did:key'] as const).some((method) => holderDidUrl(publicJwk, method) === signer.didUrl)
}

/** How the library is told of a key that it signs with by `signJwt`. */
export function jwkSigner({ publicJwk }: HolderKey) {
  return { method: 'jwk' as const, alg: 'ES256', publicJwk: { ...publicJwk } }
}
