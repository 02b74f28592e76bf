import {
  type CredentialType,
  credentialTypes,
  type DidDocument,
  keysOf,
  SD_JWT_VC_TYP,
  typeMetadataOf,
} from '@bai/credential'
import { type RequestHandler, Router } from 'express'
import type { IssuerConfiguration } from '../../configuration.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { PRE_AUTHORIZED_CODE_GRANT } from '../../use-cases/create-offer.ts'
import { statusListAggregationUri } from '../../use-cases/sign-status-list.ts'

const LOCALES = ['th', 'en'] as const

/** What the issuer says of itself: metadata, DID document, keys, type metadata. Open to all, from any origin. */
export function metadataRoutes({ configuration, credentialSigner }: IssuerDependencies): Router {
  const router = Router()
  const { pathname } = new URL(configuration.credentialIssuer)
  const path = pathname === '/' ? '' : pathname
  router.get(
    `/.well-known/openid-credential-issuer${path}`,
    answer(() => issuerMetadata(configuration)),
  )
  router.get(
    `/.well-known/oauth-authorization-server${path}`,
    answer(() => authorizationServerMetadata(configuration)),
  )
  // A proxy takes an issuer's path off; what is well-known stands before it (did:web, section 3.2).
  router.get(
    path === '' ? '/.well-known/did.json' : '/did.json',
    answer(() => credentialSigner.didDocument()),
  )
  router.get(
    `/.well-known/jwt-vc-issuer${path}`,
    answer(async () => {
      const document = (await credentialSigner.didDocument()) as unknown as DidDocument
      return { issuer: credentialSigner.did, jwks: { keys: keysOf(document, 'assertionMethod') } }
    }),
  )
  for (const type of credentialTypes) {
    const document = JSON.stringify(typeMetadataOf(type))
    router.get(`/types/${encodeURIComponent(type.vct)}`, (_request, response) => {
      response.set({ 'access-control-allow-origin': '*', 'content-type': 'application/json' })
      response.send(Buffer.from(document, 'utf8'))
    })
  }
  return router
}

/** Credential issuer metadata (OpenID4VCI 1.0, section 12.2.4). */
function issuerMetadata(configuration: IssuerConfiguration) {
  const { credentialIssuer, maxCopies } = configuration
  return {
    credential_issuer: credentialIssuer,
    credential_endpoint: `${credentialIssuer}/credential`,
    nonce_endpoint: `${credentialIssuer}/nonce`,
    batch_credential_issuance: { batch_size: maxCopies },
    display: LOCALES.map((locale) => ({ name: configuration.name[locale], locale })),
    credential_configurations_supported: Object.fromEntries(
      credentialTypes.map((type) => [type.id, credentialConfiguration(type)]),
    ),
    status_list_aggregation_endpoint: statusListAggregationUri(configuration),
    credential_revocation_endpoint: `${credentialIssuer}/revocations`,
    type_metadata_endpoint: `${credentialIssuer}/types`,
  }
}

function credentialConfiguration(type: CredentialType) {
  return {
    format: SD_JWT_VC_TYP,
    vct: type.vct,
    scope: type.id,
    cryptographic_binding_methods_supported: ['jwk', 'did:jwk', 'did:key'],
    credential_signing_alg_values_supported: ['ES256'],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
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

/** Authorisation server metadata (RFC 8414), for the one grant that there is. */
function authorizationServerMetadata({ credentialIssuer }: IssuerConfiguration) {
  return {
    issuer: credentialIssuer,
    token_endpoint: `${credentialIssuer}/token`,
    grant_types_supported: [PRE_AUTHORIZED_CODE_GRANT],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['none'],
    'pre-authorized_grant_anonymous_access_supported': true,
  }
}

function answer(make: () => unknown): RequestHandler {
  return async (_request, response) => {
    response.set({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' })
    response.json(await make())
  }
}
