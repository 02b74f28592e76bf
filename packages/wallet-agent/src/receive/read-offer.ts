import type {
  CredentialConfigurationSupported,
  CredentialOfferObject,
  IssuerMetadataResult,
} from '@openid4vc/openid4vci'
import { WalletError } from '../errors.ts'
import { createOpenidClient } from '../openid-client.ts'
import type { WalletDependencies } from '../ports.ts'
import { answered, malformedAnswer } from './answered.ts'
import { BINDING_METHODS, type BindingMethod } from './holder-did-url.ts'

/** An offer that was read, without repetitions. */
export type Offer = Pick<CredentialOfferObject, 'credential_issuer' | 'grants'> & {
  readonly configurationIds: readonly string[]
}

export type ConfigurationMetadata = {
  readonly vct: string
  readonly scope: string | undefined
  readonly binding: BindingMethod
}

/** Reads an offer, by value or by reference (OpenID4VCI 1.0, section 4.1). @throws WalletError `offer_malformed` */
export async function readOffer(text: string, dependencies: WalletDependencies): Promise<Offer> {
  // With both, two readers may take two different offers.
  if (['credential_offer=', 'credential_offer_uri='].every((parameter) => text.includes(parameter))) {
    const reason = 'credential_offer_uri'
    throw new WalletError('offer_malformed', 'The credential offer is given by value and by reference.', { reason })
  }
  const { vci } = createOpenidClient({}, dependencies)
  const offer = await answered(() => vci.resolveCredentialOffer(text), 'offer_malformed')
  // OpenID4VCI 1.0, section 4.1.1: a list that is not empty.
  if (offer.credential_configuration_ids.length === 0) {
    const reason = 'credential_configuration_ids'
    throw new WalletError('offer_malformed', 'The credential offer names no credential.', { reason })
  }
  const { credential_issuer, grants, credential_configuration_ids: ids } = offer
  return { credential_issuer, grants, configurationIds: [...new Set(ids)] }
}

/** Metadata of an issuer and of its authorization servers, compared with its name (section 12.2). */
export async function resolveIssuer(issuer: string, dependencies: WalletDependencies): Promise<IssuerMetadataResult> {
  const { vci } = createOpenidClient({}, dependencies)
  const metadata = await answered(() => vci.resolveIssuerMetadata(issuer))
  if (metadata.credentialIssuer.credential_issuer === issuer) return metadata
  throw malformedAnswer('credential_issuer')
}

/**
 * What the issuer says of a credential that it offers. Looked at before a code is used up.
 *
 * @throws WalletError `issuer_answer_malformed`, `configuration_unsupported`
 */
export function configurationOf(
  { credentialIssuer }: IssuerMetadataResult,
  configurationId: string,
): ConfigurationMetadata {
  const { credential_configurations_supported: supported } = credentialIssuer
  const configuration = Object.hasOwn(supported, configurationId) ? supported[configurationId] : undefined
  if (configuration === undefined) throw malformedAnswer('credential_configurations_supported')
  const { format, vct, scope } = configuration as { format?: unknown; vct?: unknown; scope?: unknown }
  const binding = bindingOf(configuration)
  if (format === 'dc+sd-jwt' && typeof vct === 'string' && binding !== undefined)
    return { vct, scope: typeof scope === 'string' ? scope : undefined, binding }
  const message = 'The issuer offers a credential that this wallet cannot hold: its format, or what it wants for a key.'
  throw new WalletError('configuration_unsupported', message, { configurationId })
}

/** How the issuer would have a key named and proven that this wallet can make (section 12.2.4); it may leave both open. */
function bindingOf({
  cryptographic_binding_methods_supported: methods = ['jwk'],
  proof_types_supported: proofs,
}: CredentialConfigurationSupported): BindingMethod | undefined {
  const jwt = proofs?.['jwt']
  if (proofs !== undefined && jwt?.proof_signing_alg_values_supported.includes('ES256') !== true) return undefined
  // Appendix D: nobody attests the keys of this wallet.
  if (jwt?.key_attestations_required !== undefined) return undefined
  return BINDING_METHODS.find((method) => methods.includes(method))
}
