import { CredentialError, type PublicJwk, parsePublicJwk } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { verifyAttestation } from './verify-attestation.ts'

export type AttestedKeys = { readonly publicJwks: readonly PublicJwk[]; readonly nonce: string | undefined }

const KEY_ATTESTATION_TYP = 'key-attestation+jwt'

/**
 * Verifies that a wallet provider attests keys (OpenID4VCI 1.0, appendix D.1). The nonce is returned and not used up.
 *
 * @throws IssuerError `proof_invalid`
 */
export async function verifyKeyAttestation(
  attestation: string,
  dependencies: IssuerDependencies,
): Promise<AttestedKeys> {
  try {
    const attested = await verifyAttestation(attestation, KEY_ATTESTATION_TYP, dependencies)
    if (attested === undefined) throw invalid('it is of no provider that is believed here, or has expired.')
    const { attested_keys: keys, nonce } = attested.claims
    if (!Array.isArray(keys) || keys.length === 0) throw invalid('attested_keys is required.')
    const publicJwks = keys.map(parsePublicJwk)
    if (publicJwks.some(({ kty, crv }) => kty !== 'EC' || crv !== 'P-256')) throw invalid('keys are on P-256.')
    return { publicJwks, nonce: typeof nonce === 'string' && nonce !== '' ? nonce : undefined }
  } catch (error) {
    if (error instanceof CredentialError) throw invalid(error.message)
    throw error
  }
}

function invalid(why: string): IssuerError<'proof_invalid'> {
  return new IssuerError('proof_invalid', `The key attestation is not good: ${why}`, { reason: 'key_attestation' })
}
