import { jwkThumbprint } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { verifyProof } from './verify-proof.ts'

/** `typ` of what a holder signs to revoke: no other proof of theirs can be taken for it. */
const REVOCATION_TYP = 'bai-revocation+jwt'

/**
 * Revokes on the holder's request (ARF, VCR_07a), who proves possession of the credential's key: what is bound to it, or
 * with the claim `all` every copy of that document of theirs. Nobody has to be asked, and there is no way back.
 *
 * @returns how many credentials it was; 0 when they were revoked before
 * @throws IssuerError `proof_invalid`, `nonce_invalid`, `credential_not_found`
 */
export async function revokeOwnCredentials(proof: string, dependencies: IssuerDependencies): Promise<number> {
  const { issuances, nonces, secrets, platform, now } = dependencies
  const { publicJwk, nonce, claims } = await verifyProof(proof, dependencies, REVOCATION_TYP)
  const { all = false } = claims
  if (typeof all !== 'boolean') {
    throw new IssuerError('proof_invalid', 'all is true, false, or left out.', { reason: 'all' })
  }
  if (!(await nonces.consume(secrets.tokenHash(nonce), now()))) {
    throw new IssuerError('nonce_invalid', 'The nonce is unknown, used or expired; fetch a new one and try again.', {})
  }
  const revoked = await issuances.revokeByKey({
    keyThumbprint: jwkThumbprint(publicJwk, platform.digest),
    all,
    reason: 'holder_request',
    actor: 'holder',
    now: now(),
  })
  if (revoked === undefined) {
    throw new IssuerError('credential_not_found', 'This issuer has issued no credential to this key.', {})
  }
  return revoked
}
