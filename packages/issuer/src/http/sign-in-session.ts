import { encodeBase64url, type RandomBytes } from '@bai/credential'
import type { Request, Response } from 'express'

const SESSION_BYTES = 32

/** The session that a browser signs in with, from its cookie. */
export function signInSession(request: Request): string | undefined {
  return /(?:^|;\s*)(?:__Host-)?bai-sign-in=([A-Za-z0-9_-]{43})(?:;|$)/.exec(request.get('cookie') ?? '')?.[1]
}

/**
 * The session of this browser, a new one if it has none. The cookie is not sent from other sites' forms (SameSite), and
 * over https is bound to this host.
 */
export function ensureSignInSession(
  request: Request,
  response: Response,
  { randomBytes, secure }: { readonly randomBytes: RandomBytes; readonly secure: boolean },
): string {
  const known = signInSession(request)
  if (known !== undefined) return known
  const session = encodeBase64url(randomBytes(SESSION_BYTES))
  response.cookie(secure ? '__Host-bai-sign-in' : 'bai-sign-in', session, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
  })
  return session
}
