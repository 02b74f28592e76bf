import type { AccessTokenResponse, AuthorizationServerMetadata, RequestDpopOptions } from '@openid4vc/oauth2'
import type { IssuerMetadataResult } from '@openid4vc/openid4vci'
import type { RefreshGrant } from '../holding.ts'
import { createOpenidClient, jwkSigner } from '../openid-client.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'
import { answered, malformedAnswer } from './answered.ts'

/** An access token, with all that is needed to use it. */
export type Access = {
  readonly issuerMetadata: IssuerMetadataResult
  readonly authorizationServer: string
  readonly clientId: string | undefined
  readonly accessToken: string
  /** The key that the token is bound to (RFC 9449), with the nonce that the server gave last. */
  readonly dpop: { readonly key: HolderKey; readonly nonce: string | undefined } | undefined
  readonly refreshToken: string | undefined
  /** By configuration: how credentials are to be asked for where the server named them (OpenID4VCI 1.0, section 6.2). */
  readonly identifiers: ReadonlyMap<string, string>
}

export type TokenClient = Pick<Access, 'issuerMetadata' | 'authorizationServer' | 'clientId'> & {
  readonly dpopKey: HolderKey | undefined
}
export type Redemption =
  | { readonly preAuthorizedCode: string; readonly txCode: string | undefined }
  | { readonly code: string; readonly codeVerifier: string; readonly redirectUri: string }
  | { readonly refreshToken: string }

/** @throws WalletError `issuer_answer_malformed` for a server that the issuer does not name */
export function authorizationServerOf(
  { authorizationServers }: IssuerMetadataResult,
  issuer?: string,
): AuthorizationServerMetadata {
  const [first, ...more] = authorizationServers
  // OpenID4VCI 1.0, section 4.1.1: with several servers the offer has to say which one.
  const found =
    issuer === undefined && more.length === 0 ? first : authorizationServers.find((it) => it.issuer === issuer)
  if (found !== undefined) return found
  throw malformedAnswer('authorization_server')
}

export function supportsDpop({ dpop_signing_alg_values_supported: supported }: AuthorizationServerMetadata): boolean {
  return supported?.includes('ES256') ?? false
}

/**
 * Redeems a code or a refresh token at the token endpoint (OpenID4VCI 1.0, section 6; RFC 6749, section 6).
 *
 * @throws WalletError `issuer_refused`, `issuer_answer_malformed`
 */
export async function redeem(
  redemption: Redemption,
  client: TokenClient,
  dependencies: WalletDependencies,
): Promise<Access> {
  const { issuerMetadata, authorizationServer, clientId, dpopKey } = client
  const { oauth } = createOpenidClient({ clientId, keys: dpopKey ? [dpopKey] : [] }, dependencies)
  const common = {
    authorizationServerMetadata: authorizationServerOf(issuerMetadata, authorizationServer),
    resource: issuerMetadata.credentialIssuer.credential_issuer,
    ...(dpopKey && { dpop: { signer: jwkSigner(dpopKey) } }),
  }
  const { accessTokenResponse, dpop } = await answered(async () => {
    if ('refreshToken' in redemption)
      return oauth.retrieveRefreshTokenAccessToken({ ...common, refreshToken: redemption.refreshToken })
    if ('code' in redemption) {
      const { code, codeVerifier, redirectUri } = redemption
      const input = { authorizationCode: code, pkceCodeVerifier: codeVerifier, redirectUri }
      return oauth.retrieveAuthorizationCodeAccessToken({ ...common, ...input })
    }
    const { preAuthorizedCode, txCode } = redemption
    return oauth.retrievePreAuthorizedCodeAccessToken({
      ...common,
      preAuthorizedCode,
      ...(txCode !== undefined && { txCode }),
    })
  })
  return accessOf(accessTokenResponse, dpop, client)
}

/** RFC 9449, section 5: whoever sent a proof may get a token that is bound to nothing, and then uses it as such. */
function accessOf(
  response: AccessTokenResponse,
  dpop: RequestDpopOptions | undefined,
  { dpopKey, ...client }: TokenClient,
): Access {
  const { access_token: accessToken, token_type: tokenType, refresh_token: refreshToken } = response
  const bound = tokenType.toLowerCase() === 'dpop'
  if (bound && dpopKey === undefined) throw malformedAnswer('token_type')
  return {
    ...client,
    accessToken,
    refreshToken,
    dpop: bound && dpopKey !== undefined ? { key: dpopKey, nonce: dpop?.nonce } : undefined,
    identifiers: identifiersOf(response['authorization_details']),
  }
}

function identifiersOf(details: unknown): ReadonlyMap<string, string> {
  const identifiers = new Map<string, string>()
  for (const detail of Array.isArray(details) ? details : []) {
    const { credential_configuration_id: id, credential_identifiers: [identifier] = [] } = (detail ?? {}) as {
      credential_configuration_id?: unknown
      credential_identifiers?: readonly unknown[]
    }
    if (typeof id === 'string' && typeof identifier === 'string') identifiers.set(id, identifier)
  }
  return identifiers
}

/** What is kept of an access for refills; nothing where the server gave no refresh token. */
export function refreshGrantOf({
  refreshToken,
  authorizationServer,
  clientId,
  dpop,
}: Access): RefreshGrant | undefined {
  return refreshToken === undefined
    ? undefined
    : { refreshToken, authorizationServer, clientId, dpopKeyId: dpop?.key.id }
}
