import type { Request, Response } from 'express'
import type { AuthorizationRequest } from '../authorization-ports.ts'
import type { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import type { SignInKey } from '../use-cases/complete-sign-in.ts'
import { languageOf } from './pages/render-page.tsx'

/** How people sign in for an authorization request: at the register's issuer or at an agency. */
export interface SignIn {
  /** Of a browser that has opened a pushed request, with what went wrong the last time. */
  show(request: Request, response: Response, key: SignInKey, problem?: IssuerError): Promise<void>
}

/** What all pages of a sign-in have, in the language that was chosen. */
export function signInView(
  request: Request,
  path: string,
  { configuration }: Pick<IssuerDependencies, 'configuration'>,
) {
  const { credentialIssuer, name } = configuration
  const body: { readonly lang?: unknown } = request.body ?? {}
  const language = languageOf(request.query['lang'] ?? body.lang, request.get('accept-language'))
  const otherHref = new URL(credentialIssuer + path)
  otherHref.searchParams.set('lang', language === 'th' ? 'en' : 'th')
  const { pathname } = new URL(credentialIssuer)
  return {
    frame: { language, issuerName: name, otherHref: otherHref.href },
    page: { language, basePath: pathname === '/' ? '' : pathname },
  }
}

export function signInPath({ requestUri }: Pick<SignInKey, 'requestUri'>): string {
  return `/authorize?${new URLSearchParams({ request_uri: requestUri })}`
}

/** Where the form of a sign-in may lead: an origin that the policy of its page names, or the scheme of a wallet's own. */
export function formTargetOf({ redirectUri }: AuthorizationRequest): string {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}
