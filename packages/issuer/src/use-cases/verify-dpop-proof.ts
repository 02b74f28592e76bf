import {
  BAI_ALGORITHMS,
  CredentialError,
  jwkThumbprint,
  numericDate,
  parseJsonObject,
  parseJws,
  parsePublicJwk,
  verifyJws,
} from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { DPOP_NONCE_SECONDS, isDpopNonce } from './dpop-nonce.ts'

export type DpopProof = {
  /** The header `DPoP`, as sent. */
  readonly proof: string
  readonly method: string
  /** Of the request, without query and fragment. */
  readonly url: string
  /** With an access token, whose hash the proof must then carry. */
  readonly accessToken?: string | undefined
}

const DPOP_TYP = 'dpop+jwt'
const MAX_JTI = 200

/**
 * Verifies a DPoP proof (RFC 9449, section 4.3) with the nonce of this server (section 8), which tells its age whatever
 * the clock of the wallet says. A proof is good once.
 *
 * @returns the thumbprint of its key
 * @throws IssuerError `dpop_proof_invalid`, `dpop_nonce_needed`
 */
export async function verifyDpopProof(input: DpopProof, dependencies: IssuerDependencies): Promise<string> {
  const { platform, secrets, usedIdentifiers, now } = dependencies
  try {
    const jws = parseJws(input.proof)
    const publicJwk = parsePublicJwk(jws.header['jwk'])
    const key = await platform.importKey(publicJwk)
    await verifyJws(jws, [key], { typ: [DPOP_TYP], algorithms: BAI_ALGORITHMS, what: 'DPoP proof' })
    const claims = parseJsonObject(jws.payload, 'DPoP proof')
    if (claims['htm'] !== input.method) throw invalid('htm must be the method of the request.', 'htm')
    if (withoutQuery(claims['htu']) !== input.url) throw invalid('htu must be the address of the request.', 'htu')
    if (numericDate(claims, 'iat') === undefined) throw invalid('iat is required.', 'iat')
    if (input.accessToken !== undefined && claims['ath'] !== platform.digest('sha-256', input.accessToken))
      throw invalid('ath must be the hash of the access token.', 'ath')
    const { nonce, jti } = claims
    if (typeof nonce !== 'string' || !isDpopNonce(nonce, now(), secrets)) throw nonceNeeded()
    if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI) throw invalid('jti is required.', 'jti')
    const thumbprint = jwkThumbprint(publicJwk, platform.digest)
    const forgetAt = new Date(now().getTime() + DPOP_NONCE_SECONDS * 1000)
    if (!(await usedIdentifiers.use(secrets.tokenHash(`dpop ${thumbprint} ${jti}`), forgetAt)))
      throw invalid('This proof was used before; make a new one for each request.', 'jti')
    return thumbprint
  } catch (error) {
    if (error instanceof CredentialError) throw invalid(error.message, error.code)
    throw error
  }
}

function withoutQuery(htu: unknown): string | undefined {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return undefined
  const url = new URL(htu)
  return `${url.origin}${url.pathname}`
}

function invalid(message: string, reason: string): IssuerError<'dpop_proof_invalid'> {
  return new IssuerError('dpop_proof_invalid', `The DPoP proof is not good: ${message}`, { reason })
}

function nonceNeeded(): IssuerError<'dpop_nonce_needed'> {
  const message = 'The DPoP proof needs the nonce of the DPoP-Nonce header of this answer; make it anew and try again.'
  return new IssuerError('dpop_nonce_needed', message, {})
}
