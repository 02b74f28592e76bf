import { randomUUID } from 'node:crypto'
import {
  type AuthorizationServerMetadata,
  Oauth2AuthorizationServer,
  PkceCodeChallengeMethod,
  preAuthorizedCodeGrantIdentifier,
} from '@openid4vc/oauth2'
import type { openServerCallbacks } from './openid4vc-callbacks.ts'
import type { Answer, Received, Routes } from './serve-routes.ts'

type Parsed = ReturnType<Oauth2AuthorizationServer['parseAccessTokenRequest']>
type Signed = Awaited<ReturnType<Oauth2AuthorizationServer['parsePushedAuthorizationRequest']>>['authorizationRequest']

const LIFETIME_SECONDS = 60

/**
 * The authorization server of `@openid4vc/oauth2`: both grants and refreshes, pushed requests only, PKCE and DPoP required.
 * Everybody is signed in.
 */
export function createOpenid4vcAuthorizationServer(
  url: string,
  { callbacks, newKey }: ReturnType<typeof openServerCallbacks>,
) {
  const server = new Oauth2AuthorizationServer({ callbacks })
  const tokenKey = newKey()
  const pushed = new Map<string, Signed>()
  const granted = new Map<string, Signed>()
  const txCodes = new Map<string, string | undefined>()
  const refreshTokens = new Set<string>()
  const metadata: AuthorizationServerMetadata = server.createAuthorizationServerMetadata({
    issuer: url,
    token_endpoint: `${url}/token`,
    authorization_endpoint: `${url}/authorize`,
    pushed_authorization_request_endpoint: `${url}/par`,
    require_pushed_authorization_requests: true,
    jwks_uri: `${url}/token-keys`,
    code_challenge_methods_supported: [PkceCodeChallengeMethod.S256],
    dpop_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
    'pre-authorized_grant_anonymous_access_supported': true,
  })

  async function push({ body, ...request }: Received): Promise<Answer> {
    const form = Object.fromEntries(new URLSearchParams(body))
    const { authorizationRequest, dpop } = await server.parsePushedAuthorizationRequest({
      authorizationRequest: form,
      request,
    })
    await server.verifyPushedAuthorizationRequest({
      authorizationRequest,
      authorizationServerMetadata: metadata,
      request,
      dpop: { ...dpop, required: true },
    } as never)
    const requestUri = `urn:ietf:params:oauth:request_uri:${randomUUID()}`
    pushed.set(requestUri, authorizationRequest)
    const made = server.createPushedAuthorizationResponse({ requestUri, expiresInSeconds: LIFETIME_SECONDS })
    return { status: 201, body: made.pushedAuthorizationResponse }
  }

  function authorize({ query }: Received): Answer {
    const request = pushed.get(query.get('request_uri') ?? '')
    if (request === undefined) return { status: 400 }
    pushed.delete(query.get('request_uri') ?? '')
    const code = randomUUID()
    granted.set(code, request)
    const back = new URL(String(request.redirect_uri))
    for (const [name, value] of Object.entries({ code, state: String(request.state), iss: url }))
      back.searchParams.set(name, value)
    return { status: 302, location: back.href }
  }

  async function verifyToken(parsed: Parsed, request: Omit<Received, 'body'>) {
    const { grant, accessTokenRequest, dpop, pkceCodeVerifier } = parsed
    const common = {
      accessTokenRequest,
      request,
      authorizationServerMetadata: metadata,
      dpop: { ...dpop, required: true },
    }
    if (grant.grantType === preAuthorizedCodeGrantIdentifier) {
      const code = grant.preAuthorizedCode as string
      const expected = { expectedPreAuthorizedCode: txCodes.has(code) ? code : '', expectedTxCode: txCodes.get(code) }
      return server.verifyPreAuthorizedCodeAccessTokenRequest({ ...common, grant, ...expected } as never)
    }
    if (grant.grantType === 'authorization_code') {
      const request = granted.get(grant.code as string)
      granted.delete(grant.code as string)
      const pkce = {
        codeChallenge: request?.code_challenge,
        codeChallengeMethod: request?.code_challenge_method,
        codeVerifier: pkceCodeVerifier,
      }
      const expectedCode = request === undefined ? '' : grant.code
      return server.verifyAuthorizationCodeAccessTokenRequest({ ...common, grant, expectedCode, pkce } as never)
    }
    const token = (grant as { readonly refreshToken: string }).refreshToken
    const expectedRefreshToken = refreshTokens.delete(token) ? token : ''
    return server.verifyRefreshTokenAccessTokenRequest({ ...common, grant, expectedRefreshToken } as never)
  }

  async function token({ body, ...request }: Received): Promise<Answer> {
    const accessTokenRequest = Object.fromEntries(new URLSearchParams(body))
    const parsed = server.parseAccessTokenRequest({ accessTokenRequest, request })
    const { dpop } = await verifyToken(parsed, request)
    const response = await server.createAccessTokenResponse({
      audience: url,
      authorizationServer: url,
      expiresInSeconds: LIFETIME_SECONDS,
      signer: { method: 'jwk', alg: 'ES256', publicJwk: tokenKey },
      subject: randomUUID(),
      refreshToken: true,
      ...(dpop && { dpop: { jwk: dpop.jwk } }),
    })
    refreshTokens.add(String(response.refresh_token))
    return { body: response }
  }

  const path = new URL(url).pathname
  const routes: Routes = {
    [`/.well-known/oauth-authorization-server${path}`]: () => ({ body: metadata }),
    [`${path}/token-keys`]: () => ({ body: { keys: [tokenKey] } }),
    [`${path}/par`]: push,
    [`${path}/authorize`]: authorize,
    [`${path}/token`]: token,
  }
  return {
    metadata,
    routes,
    /** @returns a pre-authorised code */
    allow: (txCode?: string): string => {
      const code = randomUUID()
      txCodes.set(code, txCode)
      return code
    },
  }
}
