import type { CredentialOfferObject, IssuerMetadataResult } from '@openid4vc/openid4vci'
import { WalletError } from '../errors.ts'
import { createOpenidClient } from '../openid-client.ts'
import type { WalletDependencies } from '../ports.ts'
import { answered, malformedAnswer } from './answered.ts'
import { chooseProof, type ProofChoice } from './choose-proof.ts'

/** An offer that was read, without repetitions. */
export type Offer = Pick<CredentialOfferObject, 'credential_issuer' | 'grants'> & {
  readonly configurationIds: readonly string[]
}

export type ConfigurationMetadata = {
  readonly vct: string
  readonly scope: string | undefined
  readonly proof: ProofChoice
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
  dependencies: Pick<WalletDependencies, 'attestKeys'> = {},
): ConfigurationMetadata {
  const { credential_configurations_supported: supported } = credentialIssuer
  const configuration = Object.hasOwn(supported, configurationId) ? supported[configurationId] : undefined
  if (configuration === undefined) throw malformedAnswer('credential_configurations_supported')
  const { format, vct, scope } = configuration as { format?: unknown; vct?: unknown; scope?: unknown }
  const proof = chooseProof(configuration, dependencies)
  if (format === 'dc+sd-jwt' && typeof vct === 'string' && proof !== undefined)
    return { vct, scope: typeof scope === 'string' ? scope : undefined, proof }
  const message = 'The issuer offers a credential that this wallet cannot hold: its format, or what it wants for a key.'
  throw new WalletError('configuration_unsupported', message, { configurationId })
}
