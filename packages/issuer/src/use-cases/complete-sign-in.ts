import { encodeBase64url } from '@bai/credential'
import type { AuthorizationRequest, SignedIn } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

/** A request in the browser that opened it. */
export type SignInKey = { readonly requestUri: string; readonly session: string }

const CODE_BYTES = 32

/** Opens a pushed request for a browser, the first that comes with it. @throws IssuerError `authorization_request_unknown` */
export async function openSignIn(
  { requestUri, session }: SignInKey,
  { authorizationRequests, secrets, now }: IssuerDependencies,
): Promise<AuthorizationRequest> {
  const request = await authorizationRequests.open(secrets.tokenHash(requestUri), secrets.tokenHash(session), now())
  return request ?? unknown()
}

/**
 * Gives the wallet a code for who signed in (RFC 6749, section 4.1.2).
 *
 * @returns where the browser goes: the wallet's redirect URI with `code`, `state` and `iss` (RFC 9207)
 * @throws IssuerError `authorization_request_unknown`
 */
export async function completeSignIn(
  { requestUri, session }: SignInKey,
  signedIn: SignedIn,
  { authorizationRequests, configuration, secrets, randomBytes, audit, now }: IssuerDependencies,
): Promise<string> {
  const code = encodeBase64url(randomBytes(CODE_BYTES))
  const at = now()
  const request = await authorizationRequests.complete(
    { requestHash: secrets.tokenHash(requestUri), sessionHash: secrets.tokenHash(session) },
    {
      ...signedIn,
      codeHash: secrets.tokenHash(code),
      codeExpiresAt: new Date(at.getTime() + configuration.authorizationCodeLifetimeSeconds * 1000),
    },
    at,
  )
  if (request === undefined) return unknown()
  const detail = { client: request.clientId, types: request.configurationIds }
  await audit.append({ actor: 'sign-in', action: 'signed_in', subjectHash: signedIn.subjectHash, detail }, at)
  return answerTo(request, { code }, configuration.credentialIssuer)
}

/** Tells the wallet that the person does not want to. @returns where the browser goes */
export async function refuseSignIn(
  { requestUri, session }: SignInKey,
  { authorizationRequests, configuration, secrets, now }: IssuerDependencies,
): Promise<string> {
  const request = await authorizationRequests.refuse(secrets.tokenHash(requestUri), secrets.tokenHash(session), now())
  if (request === undefined) return unknown()
  return answerTo(request, { error: 'access_denied' }, configuration.credentialIssuer)
}

function answerTo(
  { redirectUri, state }: AuthorizationRequest,
  answer: { readonly [parameter: string]: string },
  issuer: string,
): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (state !== undefined) url.searchParams.set('state', state)
  url.searchParams.set('iss', issuer)
  return url.href
}

function unknown(): never {
  const message =
    'This sign-in is unknown, was answered, has expired or belongs to another browser; begin again in your wallet.'
  throw new IssuerError('authorization_request_unknown', message, {})
}
