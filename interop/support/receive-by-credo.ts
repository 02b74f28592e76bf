import { Kms } from '@credo-ts/core'
import type { CredoWallet } from './credo-wallet.ts'

export type CredoBinding = 'jwk' | 'did'

/** Keys of the wallet, one for each copy, named as the binding asks for. */
export function bindBy(wallet: CredoWallet, method: CredoBinding, copies: number) {
  return async () => {
    const keys = await Promise.all(
      Array.from({ length: copies }, () => wallet.kms.createKey({ type: { kty: 'EC', crv: 'P-256' } })),
    )
    if (method === 'jwk')
      return { method: 'jwk' as const, keys: keys.map(({ publicJwk }) => Kms.PublicJwk.fromPublicJwk(publicJwk)) }
    const dids = await Promise.all(
      keys.map(({ keyId }) => wallet.dids.create({ method: 'jwk', options: { keyId } } as never)),
    )
    const didUrls = dids.map(({ didState }) => `${didState.did}#0`)
    return { method: 'did' as const, didUrls }
  }
}

/** Takes up an offer for the configurations named. */
export async function receiveByCredo(
  wallet: CredoWallet,
  offerUri: string,
  tokens: object,
  configurationIds: string[],
  binding: CredoBinding,
  copies: number,
) {
  const { holder } = wallet.openid4vc
  const resolvedCredentialOffer = await holder.resolveCredentialOffer(offerUri)
  const tokenResponse = await holder.requestToken({ resolvedCredentialOffer, ...tokens } as never)
  const response = await holder.requestCredentials({
    resolvedCredentialOffer,
    ...tokenResponse,
    credentialConfigurationIds: configurationIds,
    credentialBindingResolver: bindBy(wallet, binding, copies) as never,
  } as never)
  return { ...response, tokenResponse, resolvedCredentialOffer }
}
