import type { Request } from 'express'

/** The token of `Authorization: Bearer …` (RFC 6750, section 2.1), or nothing. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/-]{1,500}=*)$/i.exec(request.get('authorization') ?? '')?.[1]
}
