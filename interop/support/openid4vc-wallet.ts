import { createHash, randomBytes } from 'node:crypto'
import { parseJsonObject, parseJws, signJws } from '@bai/credential'
import { generateNodeSigner, type NodeSigner } from '@bai/credential/node'
import { type CallbackContext, clientAuthenticationNone, Oauth2Client, setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'

setGlobalConfig({ allowInsecureUrls: true })

export const CLIENT_ID = 'https://wallet.example'

/** The client of `@openid4vc`, with keys in memory. */
export function openOpenid4vcWallet() {
  const keys = new Map<string, NodeSigner>()
  const newKey = () => {
    const key = generateNodeSigner()
    keys.set(String(key.publicJwk.x), key)
    return { ...key.publicJwk } as Record<string, string> & { kty: string }
  }
  /** The private half of a key that `newKey` gave. */
  const signerOf = (publicJwk: Readonly<Record<string, unknown>>): NodeSigner => {
    const key = keys.get(String(publicJwk['x']))
    if (key === undefined) throw new TypeError('The wallet has no such key.')
    return key
  }
  const callbacks: CallbackContext = {
    fetch,
    hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationNone({ clientId: CLIENT_ID }),
    signJwt: async (signer, { header, payload }) => {
      if (signer.method !== 'jwk') throw new TypeError('Signed with a key that is sent as a JWK.')
      const key = signerOf(signer.publicJwk)
      const { alg: _alg, ...rest } = JSON.parse(JSON.stringify(header))
      const jwt = await signJws(rest, JSON.parse(JSON.stringify(payload)), key)
      return { jwt, signerJwk: { ...key.publicJwk } as never }
    },
    verifyJwt: async () => ({ verified: false }),
    decryptJwe: async () => ({ decrypted: false }),
    encryptJwe: async () => Promise.reject(new TypeError('Nothing is encrypted here.')),
  }
  return {
    client: new Openid4vciClient({ callbacks }),
    oauth: new Oauth2Client({ callbacks }),
    callbacks,
    newKey,
    signerOf,
  }
}

/** The claims of an SD-JWT that are open. */
export function openClaims(credential: string) {
  return parseJsonObject(parseJws(credential.split('~')[0]!).payload, 'credential')
}
