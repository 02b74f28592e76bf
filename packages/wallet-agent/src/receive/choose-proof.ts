import type { CredentialConfigurationSupported } from '@openid4vc/openid4vci'
import type { WalletDependencies } from '../ports.ts'
import { BINDING_METHODS, type BindingMethod } from './holder-did-url.ts'

/**
 * How keys are shown to an issuer (OpenID4VCI 1.0, appendix F): each by a proof of its own that names it in one of the ways
 * of `binding`; all by one proof whose header has the attestation of them; or by the attestation alone.
 */
export type ProofChoice =
  | { readonly kind: 'jwt'; readonly binding: BindingMethod }
  | { readonly kind: 'attested_jwt' }
  | { readonly kind: 'attestation' }

/**
 * What the issuer would have that this wallet can make (section 12.2.4); it may leave all of it open.
 *
 * @returns undefined where there is nothing
 */
export function chooseProof(
  {
    cryptographic_binding_methods_supported: methods = ['jwk'],
    proof_types_supported: types,
  }: CredentialConfigurationSupported,
  { attestKeys }: Pick<WalletDependencies, 'attestKeys'>,
): ProofChoice | undefined {
  const takes = (type: 'jwt' | 'attestation') =>
    types === undefined ? type === 'jwt' : types[type]?.proof_signing_alg_values_supported.includes('ES256') === true
  const wantsAttestation = types?.['jwt']?.key_attestations_required !== undefined
  if (takes('jwt') && !wantsAttestation) {
    const binding = BINDING_METHODS.find((method) => methods.includes(method))
    return binding && { kind: 'jwt', binding }
  }
  // An attestation has keys in it, and not their names.
  if (attestKeys === undefined || !methods.includes('jwk')) return undefined
  // Rather with a proof that the attested keys are here.
  if (takes('jwt')) return { kind: 'attested_jwt' }
  return takes('attestation') ? { kind: 'attestation' } : undefined
}
