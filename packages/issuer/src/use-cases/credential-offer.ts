import type { JsonObject } from '@bai/credential'
import type { IssuerConfiguration } from '../configuration.ts'

/** OpenID4VCI 1.0, section 4.1.1. */
export type CredentialOffer = JsonObject

export const PRE_AUTHORIZED_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
export const TX_CODE_LENGTH = 6
const OFFER_SCHEME = 'openid-credential-offer://?'

/** With a pre-authorised code: whoever has it, and the transaction code where there is one, gets what is offered. */
export function preAuthorizedOffer(
  offer: { readonly configurationIds: readonly string[]; readonly code: string; readonly withTxCode: boolean },
  { credentialIssuer }: IssuerConfiguration,
): CredentialOffer {
  return {
    credential_issuer: credentialIssuer,
    credential_configuration_ids: offer.configurationIds,
    grants: {
      [PRE_AUTHORIZED_CODE_GRANT]: {
        'pre-authorized_code': offer.code,
        ...(offer.withTxCode && { tx_code: { input_mode: 'numeric', length: TX_CODE_LENGTH } }),
      },
    },
  }
}

/** For which the person signs in, unless the `issuer_state` says that they have. */
export function authorizationOffer(
  { configurationIds, issuerState }: { readonly configurationIds: readonly string[]; readonly issuerState?: string },
  { credentialIssuer }: IssuerConfiguration,
): CredentialOffer {
  return {
    credential_issuer: credentialIssuer,
    credential_configuration_ids: configurationIds,
    grants: { authorization_code: { ...(issuerState !== undefined && { issuer_state: issuerState }) } },
  }
}

/** What a wallet opens (section 4.1). @param parameters the offer by value or by reference */
export function toOfferUri(parameters: Readonly<Record<string, string>>): string {
  return OFFER_SCHEME + new URLSearchParams(parameters)
}
