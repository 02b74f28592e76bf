import { type CredentialType, type JsonObject, SD_JWT_VC_TYP } from '@bai/credential'
import type { IssuerConfiguration } from '../configuration.ts'
import type { CredentialConfiguration, CredentialFormat } from '../credential-configurations.ts'
import { ENCRYPTION_ALGORITHM, ENCRYPTION_METHODS } from '../encryption-algorithms.ts'
import type { IssuerDependencies } from '../ports.ts'
import { statusListAggregationUri } from '../use-cases/sign-status-list.ts'

const LOCALES = ['th', 'en'] as const
const ALGORITHMS = ['ES256']

/** Credential issuer metadata (OpenID4VCI 1.0, section 12.2.4). */
export function issuerMetadata({ configuration, catalogue, requestEncryption }: IssuerDependencies): JsonObject {
  const { credentialIssuer, maxCopies } = configuration
  return {
    credential_issuer: credentialIssuer,
    credential_endpoint: `${credentialIssuer}/credential`,
    nonce_endpoint: `${credentialIssuer}/nonce`,
    deferred_credential_endpoint: `${credentialIssuer}/deferred-credential`,
    notification_endpoint: `${credentialIssuer}/notification`,
    credential_request_encryption: {
      jwks: { keys: [requestEncryption.publicJwk] },
      enc_values_supported: ENCRYPTION_METHODS,
      encryption_required: false,
    },
    credential_response_encryption: {
      alg_values_supported: [ENCRYPTION_ALGORITHM],
      enc_values_supported: ENCRYPTION_METHODS,
      encryption_required: false,
    },
    // Section 12.2.4: at least 2, or nothing is said of batches.
    ...(maxCopies >= 2 && { batch_credential_issuance: { batch_size: maxCopies } }),
    display: LOCALES.map((locale) => ({ name: configuration.name[locale], locale })),
    credential_configurations_supported: Object.fromEntries(
      [...catalogue.values()].map((it) => [it.id, configurationMetadata(it, configuration)]),
    ),
    status_list_aggregation_endpoint: statusListAggregationUri(configuration),
    credential_revocation_endpoint: `${credentialIssuer}/revocations`,
    type_metadata_endpoint: `${credentialIssuer}/types`,
  }
}

function configurationMetadata(
  { id, type, format }: CredentialConfiguration,
  { keyAttestationRequired, walletProviders }: IssuerConfiguration,
): JsonObject {
  const proof = {
    proof_signing_alg_values_supported: ALGORITHMS,
    ...(keyAttestationRequired && { key_attestations_required: {} }),
  }
  return {
    format,
    ...typeIdentifier(type, format),
    scope: id,
    cryptographic_binding_methods_supported: ['jwk', 'did:jwk', 'did:key'],
    credential_signing_alg_values_supported: ALGORITHMS,
    // Nobody's attestation would be believed without a provider.
    proof_types_supported: { jwt: proof, ...(walletProviders.length > 0 && { attestation: proof }) },
    credential_metadata: {
      display: LOCALES.map((locale) => ({
        name: type.name[locale],
        locale,
        background_color: type.backgroundColor,
        text_color: type.textColor,
      })),
      claims: type.claims.map(({ path, label }) => ({
        path,
        display: LOCALES.map((locale) => ({ name: label[locale], locale })),
      })),
    },
  }
}

/** How each format names a type (OpenID4VCI 1.0, appendix A; for `vc+sd-jwt` as wallets that know it do). */
function typeIdentifier(type: CredentialType, format: CredentialFormat): JsonObject {
  if (format === SD_JWT_VC_TYP) return { vct: type.vct }
  return { credential_definition: { type: ['VerifiableCredential', type.w3cType] } }
}
