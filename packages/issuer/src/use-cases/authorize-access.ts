import type { Access } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { verifyDpopProof } from './verify-dpop-proof.ts'

/** How a request to a protected endpoint shows what it may do. */
export type AccessCredentials = {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly accessToken: string
  /** The header `DPoP`. */
  readonly dpopProof: string | undefined
  readonly method: string
  /** Of the request, as the wallet sees it, without query and fragment. */
  readonly url: string
}

/**
 * Finds out what a request may do. A token that is bound to a key is good with a proof of that key only, and is no bearer
 * token (RFC 9449, section 7.1).
 *
 * @throws IssuerError `access_token_invalid`, `dpop_proof_invalid`, `dpop_nonce_needed`
 */
export async function authorizeAccess(
  { scheme, accessToken, dpopProof, method, url }: AccessCredentials,
  dependencies: IssuerDependencies,
): Promise<Access> {
  const { grants, secrets, now } = dependencies
  const access = await grants.findAccess(secrets.tokenHash(accessToken), now())
  if (access === undefined) throw invalid('The access token is unknown or has expired.')
  const { keyThumbprint } = access.grant
  if (scheme === 'Bearer') {
    if (keyThumbprint === undefined) return access
    throw invalid('This access token is bound to a key; send it as Authorization: DPoP, with a proof.')
  }
  if (keyThumbprint === undefined) throw invalid('This is a bearer token; send it as Authorization: Bearer.')
  if (dpopProof === undefined) {
    throw new IssuerError('dpop_proof_invalid', 'A DPoP token comes with a proof in the header DPoP.', {
      reason: 'missing',
    })
  }
  const thumbprint = await verifyDpopProof({ proof: dpopProof, method, url, accessToken }, dependencies)
  if (thumbprint !== keyThumbprint) throw invalid('The access token is bound to another key.')
  return access
}

function invalid(message: string): IssuerError<'access_token_invalid'> {
  return new IssuerError('access_token_invalid', message, {})
}
