import { type Json, type JsonObject, parseJson, signJws } from '@bai/credential'
import type { Policy } from '../../src/index.ts'
import type { RequestRecord } from './request-store.ts'
import { ENCRYPTION_METHODS } from './response-encryption.ts'
import { keyHeaderOf, type VerifierIdentity } from './verifier-identity.ts'

/** RFC 9101, section 10.8. */
export const REQUEST_OBJECT_TYP = 'oauth-authz-req+jwt'
const FORMATS: Readonly<Record<Policy['dcql_query']['credentials'][number]['format'], JsonObject>> = {
  'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
  'vc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
  jwt_vc_json: { alg_values: ['ES256'] },
}

/**
 * What a request asks for (OpenID4VP 1.0, section 5.1). No `iss`: it has no meaning beside the client id, and wallets that
 * look for DIDs trip over it.
 *
 * @param walletNonce echoed, so that the wallet knows the object was made for it (section 5.10)
 */
export function requestParameters(record: RequestRecord, walletNonce?: string): JsonObject {
  const { policy, clientId, responseMode, responseUri, nonce, state, expiresAt, createdAt, encryption, gives } = record
  const formats = new Set(policy.dcql_query.credentials.map(({ format }) => format))
  const parameters = {
    response_type: 'vp_token',
    response_mode: responseMode,
    response_uri: responseUri,
    client_id: clientId,
    nonce,
    state,
    dcql_query: policy.dcql_query,
    client_metadata: {
      client_name: policy.client_name.en,
      'client_name#th': policy.client_name.th,
      vp_formats_supported: Object.fromEntries([...formats].map((format) => [format, FORMATS[format]])),
      ...(policy.privacy_policy_uri !== undefined && { policy_uri: policy.privacy_policy_uri }),
      ...(encryption && {
        jwks: { keys: [encryption.publicJwk] },
        encrypted_response_enc_values_supported: [...ENCRYPTION_METHODS],
      }),
    },
    // Beside the specification's members: who asks and what for, in the words that our wallet shows (ARF 3.0, RPA_10).
    client_name: policy.client_name,
    purpose: policy.purpose,
    // What the person gets for it, where it is for something (docs/agency.md).
    ...(gives !== undefined && { gives }),
    iat: Math.floor(createdAt.getTime() / 1000),
    exp: Math.floor(expiresAt.getTime() / 1000),
    ...(walletNonce !== undefined && { wallet_nonce: walletNonce }),
  }
  return parseJson(JSON.stringify(parameters), 'request') as JsonObject
}

/** Signs the request object (OpenID4VP 1.0, section 5.8; RFC 9101). @returns a compact JWS */
export function signRequestObject(
  record: RequestRecord,
  identity: VerifierIdentity,
  walletNonce?: string,
): Promise<string> {
  const header = { typ: REQUEST_OBJECT_TYP, ...keyHeaderOf(identity, record.prefix) }
  const payload = { aud: 'https://self-issued.me/v2', ...requestParameters(record, walletNonce) }
  return signJws(header, payload, identity.signer)
}

/** The address that a wallet opens or scans. Named by `redirect_uri:`, it is unsigned and carries everything. */
export async function requestAddress(record: RequestRecord, identity: VerifierIdentity): Promise<string> {
  const { clientId: client_id, prefix, byValue, requestUri } = record
  if (prefix === 'redirect_uri') return addressOf(plainParameters(record))
  if (byValue) return addressOf({ client_id, request: await signRequestObject(record, identity) })
  return addressOf({ client_id, request_uri: requestUri, request_uri_method: 'post' })
}

/** As query parameters: what is an object is written as JSON (RFC 9101, section 5). */
function plainParameters(record: RequestRecord): Readonly<Record<string, string>> {
  const text = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value))
  return Object.fromEntries(Object.entries(requestParameters(record)).map(([name, value]) => [name, text(value)]))
}

function addressOf(parameters: Readonly<Record<string, string>>): string {
  return `openid4vp://?${new URLSearchParams(parameters)}`
}
