import type { Request, Response } from 'express'
import type { Access } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { authorizeAccess } from '../use-cases/authorize-access.ts'
import { dpopNonce } from '../use-cases/dpop-nonce.ts'
import { verifyDpopProof } from '../use-cases/verify-dpop-proof.ts'

/**
 * What the access token of a request lets it do (RFC 6750, RFC 9449).
 *
 * @throws IssuerError `access_token_invalid`, `dpop_proof_invalid`, `dpop_nonce_needed`
 */
export function accessOf(request: Request, response: Response, dependencies: IssuerDependencies): Promise<Access> {
  const [, scheme, accessToken] =
    /^(Bearer|DPoP) ([A-Za-z0-9._~+/-]{1,500}=*)$/i.exec(request.get('authorization') ?? '') ?? []
  if (scheme === undefined || accessToken === undefined) {
    const message = 'Send the access token as Authorization: DPoP with a proof, or as Authorization: Bearer.'
    throw new IssuerError('access_token_invalid', message, {})
  }
  if (scheme.toLowerCase() === 'dpop') offerDpopNonce(response, dependencies)
  return authorizeAccess(
    {
      scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer',
      accessToken,
      dpopProof: dpopHeader(request),
      method: request.method,
      url: dependencies.configuration.credentialIssuer + request.path,
    },
    dependencies,
  )
}

/**
 * The key of the DPoP proof that came with a request to the authorization server.
 *
 * @returns nothing where none came, and none must
 * @throws IssuerError `dpop_proof_invalid`, `dpop_nonce_needed`
 */
export async function dpopKeyOf(
  request: Request,
  response: Response,
  dependencies: IssuerDependencies,
): Promise<string | undefined> {
  const { configuration } = dependencies
  const proof = dpopHeader(request)
  if (proof === undefined) {
    if (!configuration.haip) return undefined
    throw new IssuerError('dpop_proof_invalid', 'This server wants a DPoP proof in the header DPoP.', {
      reason: 'missing',
    })
  }
  offerDpopNonce(response, dependencies)
  const url = configuration.credentialIssuer + request.path
  return verifyDpopProof({ proof, method: request.method, url }, dependencies)
}

/** RFC 9449, section 8.2: the nonce for the next proof goes out with the answer to this one. */
function offerDpopNonce(response: Response, { secrets, now }: IssuerDependencies): void {
  response.set('dpop-nonce', dpopNonce(now(), secrets))
}

/** Node joins what is sent twice by a comma, and a proof has none. */
function dpopHeader(request: Request): string | undefined {
  const header = request.get('dpop')
  if (header === undefined || (header.length <= 10_000 && !header.includes(','))) return header
  throw new IssuerError('dpop_proof_invalid', 'Send one DPoP header with one proof.', { reason: 'many' })
}
