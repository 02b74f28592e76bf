import { encodeBase64url } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import type { Client } from './authenticate-client.ts'
import { requestedConfigurations } from './requested-configurations.ts'

export type PushAuthorizationRequestInput = {
  readonly client: Client
  readonly responseType: string
  readonly redirectUri: string
  readonly state: string | undefined
  readonly codeChallenge: string | undefined
  readonly codeChallengeMethod: string | undefined
  readonly scope: string | undefined
  readonly authorizationDetails: string | undefined
  /** Of the offer that the wallet came with (OpenID4VCI 1.0, section 5.1.3). */
  readonly issuerState: string | undefined
  /** Of the key of a DPoP proof or of `dpop_jkt`: the code is then for that key only (RFC 9449, section 10). */
  readonly keyThumbprint: string | undefined
  /** Credential types that may be asked for at once, in whatever formats. Left out: as many as there are. */
  readonly maxTypes?: number | undefined
}

const HANDLE_BYTES = 32
export const REQUEST_URI_PREFIX = 'urn:ietf:params:oauth:request_uri:'

/**
 * Takes an authorization request before any browser sees it (RFC 9126), so that nothing of it can be changed there.
 *
 * @returns the `request_uri` for the authorization endpoint
 * @throws IssuerError `response_type_unsupported`, `redirect_uri_refused`, `code_challenge_invalid`,
 *   `authorization_details_invalid`, `scope_invalid`
 */
export async function pushAuthorizationRequest(
  input: PushAuthorizationRequestInput,
  { authorizationRequests, catalogue, configuration, secrets, randomBytes, now }: IssuerDependencies,
): Promise<{ readonly requestUri: string; readonly expiresInSeconds: number }> {
  const { client, redirectUri, state, keyThumbprint, issuerState } = input
  if (input.responseType !== 'code')
    throw new IssuerError('response_type_unsupported', 'The only response_type here is code.', {})
  if (!mayReturnTo(redirectUri, client)) {
    const message = 'redirect_uri is not one that this wallet may be sent back to; register it with the issuer.'
    throw new IssuerError('redirect_uri_refused', message, {})
  }
  const codeChallenge = checkChallenge(input)
  const requested = requestedConfigurations(input, [...catalogue.keys()])
  if (requested === undefined) {
    const message = 'scope or authorization_details must say which credentials are wanted.'
    throw new IssuerError('scope_invalid', message, {})
  }
  const types = new Set(requested.configurationIds.map((id) => catalogue.get(id)?.type.id))
  if (types.size > (input.maxTypes ?? Number.POSITIVE_INFINITY)) {
    const code = requested.byIdentifier ? 'authorization_details_invalid' : 'scope_invalid'
    throw new IssuerError(code, 'Too many credentials at once are asked for; ask for each by itself.', {})
  }
  const requestUri = REQUEST_URI_PREFIX + encodeBase64url(randomBytes(HANDLE_BYTES))
  const expiresInSeconds = configuration.authorizationRequestLifetimeSeconds
  const { clientId } = client
  const issuerStateHash = issuerState === undefined ? undefined : secrets.issuerStateHash(issuerState)
  await authorizationRequests.add(
    secrets.tokenHash(requestUri),
    { clientId, redirectUri, state, codeChallenge, keyThumbprint, issuerStateHash, ...requested },
    new Date(now().getTime() + expiresInSeconds * 1000),
  )
  return { requestUri, expiresInSeconds }
}

/** Exactly as registered (RFC 9700, section 2.1). In development, whatever is an address and runs no script. */
function mayReturnTo(redirectUri: string, { redirectUris }: Client): boolean {
  if (redirectUris !== undefined) return redirectUris.includes(redirectUri)
  return URL.canParse(redirectUri) && !/^(?:javascript|data|vbscript|file|blob):/i.test(redirectUri.trim())
}

/** RFC 7636, sections 4.2 and 4.3. `plain` protects nothing and is not taken (RFC 9700, section 2.1.1). */
function checkChallenge({ codeChallenge, codeChallengeMethod }: PushAuthorizationRequestInput): string {
  if (codeChallenge !== undefined && codeChallengeMethod === 'S256' && /^[A-Za-z0-9_-]{43}$/.test(codeChallenge))
    return codeChallenge
  const message = 'PKCE is needed: code_challenge with code_challenge_method S256.'
  throw new IssuerError('code_challenge_invalid', message, {})
}
