import type { JsonObject } from '@bai/credential'
import type { IssuerDependencies } from '../ports.ts'
import { supportedGrants } from './routes/token.ts'

const ALGORITHMS = ['ES256']

/** Authorisation server metadata (RFC 8414), of the server that the issuer itself is. */
export function authorizationServerMetadata({ configuration, catalogue }: IssuerDependencies): JsonObject {
  const { credentialIssuer, haip, walletProviders } = configuration
  const attested = walletProviders.length > 0 || haip
  return {
    issuer: credentialIssuer,
    authorization_endpoint: `${credentialIssuer}/authorize`,
    pushed_authorization_request_endpoint: `${credentialIssuer}/par`,
    require_pushed_authorization_requests: haip,
    token_endpoint: `${credentialIssuer}/token`,
    grant_types_supported: supportedGrants({ configuration }),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    scopes_supported: [...catalogue.keys()],
    authorization_details_types_supported: ['openid_credential'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    dpop_signing_alg_values_supported: ALGORITHMS,
    token_endpoint_auth_methods_supported: [...(haip ? [] : ['none']), ...(attested ? ['attest_jwt_client_auth'] : [])],
    ...(attested && {
      client_attestation_signing_alg_values_supported: ALGORITHMS,
      client_attestation_pop_signing_alg_values_supported: ALGORITHMS,
    }),
    'pre-authorized_grant_anonymous_access_supported': !haip,
    ui_locales_supported: ['th', 'en'],
  }
}
