import { createDidResolver, keyOf, resolveDid } from '@bai/credential'
import { type CallbackContext, type JwtSigner, setGlobalConfig } from '@openid4vc/oauth2'
import { compactVerify, importJWK, type JWK } from 'jose'
import { openOpenid4vcWallet } from './openid4vc-wallet.ts'

setGlobalConfig({ allowInsecureUrls: true })
const resolver = createDidResolver(() => undefined)

/** What the servers of `@openid4vc` need: signatures of keys that are made here, and verification of those of others. */
export function openServerCallbacks() {
  const { callbacks, newKey, signerOf } = openOpenid4vcWallet()
  const verifyJwt: CallbackContext['verifyJwt'] = async (signer, { compact }) => {
    const signerJwk = await keyOfSigner(signer)
    return compactVerify(compact, await importJWK(signerJwk, signer.alg)).then(
      () => ({ verified: true, signerJwk: signerJwk as never }),
      () => ({ verified: false }),
    )
  }
  return { callbacks: { ...callbacks, verifyJwt } satisfies CallbackContext, newKey, signerOf }
}

async function keyOfSigner(signer: JwtSigner): Promise<JWK> {
  if (signer.method === 'jwk') return signer.publicJwk as JWK
  if (signer.method !== 'did') throw new TypeError('Only keys and DIDs sign here.')
  return { ...keyOf(await resolveDid(resolver, signer.didUrl), signer.didUrl, 'authentication') }
}
