import type { JwtSigner } from '@openid4vc/oauth2'
import { createOpenidClient, jwkSigner } from '../openid-client.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'
import type { Access } from './access.ts'
import { answered } from './answered.ts'
import { type BindingMethod, holderDidUrl } from './holder-did-url.ts'
import { configurationOf } from './read-offer.ts'

export type ProofsRequest = {
  readonly access: Access
  readonly configurationId: string
  /** One at least. */
  readonly keys: readonly HolderKey[]
}
type Proofs = { readonly jwt: readonly string[] } | { readonly attestation: readonly string[] }

/**
 * Makes `proofs` of a credential request, of one kind and under a fresh nonce (OpenID4VCI 1.0, section 8.2, appendix F).
 *
 * @throws WalletError `issuer_refused`, `issuer_answer_malformed`, `configuration_unsupported`; CredentialError
 */
export async function makeProofs(
  { access, configurationId, keys }: ProofsRequest,
  dependencies: WalletDependencies,
): Promise<Proofs> {
  const { issuerMetadata, clientId } = access
  const { credential_issuer: issuer, nonce_endpoint: nonceEndpoint } = issuerMetadata.credentialIssuer
  const { proof } = configurationOf(issuerMetadata, configurationId, dependencies)
  const { vci } = createOpenidClient({ keys }, dependencies)
  const nonce =
    nonceEndpoint === undefined ? undefined : (await answered(() => vci.requestNonce({ issuerMetadata }))).c_nonce
  const attest = () =>
    dependencies.attestKeys?.(
      keys.map(({ publicJwk }) => publicJwk),
      { issuer, nonce },
    )
  const sign = async (signer: JwtSigner, keyAttestationJwt?: string) => {
    const { jwt } = await vci.createCredentialRequestJwtProof({
      issuerMetadata,
      credentialConfigurationId: configurationId,
      signer,
      issuedAt: dependencies.now(),
      ...(nonce !== undefined && { nonce }),
      ...(keyAttestationJwt !== undefined && { keyAttestationJwt }),
      // Section F.1: who the client is, unless it has not said so.
      ...(clientId !== undefined && { clientId }),
    })
    return jwt
  }
  if (proof.kind === 'jwt')
    return { jwt: await answered(() => Promise.all(keys.map((key) => sign(signerOf(key, proof.binding))))) }
  const attestation = (await attest()) ?? ''
  if (proof.kind === 'attestation') return { attestation: [attestation] }
  // Section F.1: one stands for all keys that its attestation names.
  return { jwt: [await answered(() => sign(jwkSigner(keys[0]!), attestation))] }
}

function signerOf(key: HolderKey, binding: BindingMethod): JwtSigner {
  if (binding === 'jwk') return jwkSigner(key)
  return { method: 'did', alg: 'ES256', didUrl: holderDidUrl(key.publicJwk, binding) }
}
