import {
  type Bundle,
  findBundleIssuer,
  issuingObjection,
  numericDate,
  STATUS,
  type TrustedIssuer,
  type VerifiedSdJwtVc,
} from '@bai/credential'
import { WalletError, type WalletErrors } from '../errors.ts'
import type { WalletDependencies } from '../ports.ts'
import type { FindIssuer } from './find-issuer.ts'

/**
 * Issuers of the trust bundle and nobody else, as verifiers will find them: by DID document or by certificates, for the
 * types and the time that the bundle has for them. Nothing is fetched, so an issuer's server that was taken over cannot
 * speak for itself.
 *
 * @throws WalletError (from the returned function) `issuer_unknown`; CredentialError `certificate_path_invalid`
 */
export function findListedIssuer(
  bundle: Bundle,
  { certificates, now, platform }: Pick<WalletDependencies, 'certificates' | 'now' | 'platform'>,
): FindIssuer {
  return async (hint) => {
    if (now() >= bundle.expiresAt) throw unknown('bundle_expired')
    const verifyCertificates = certificates?.verifyPath.bind(certificates)
    const found = await findBundleIssuer(hint, { bundle, now: now(), platform, verifyCertificates })
    if (found === undefined) throw unknown('not_listed')
    const accept = (verified: VerifiedSdJwtVc) => {
      checkAuthority(verified, found.issuer)
      checkStatus(verified, found.issuer, bundle)
    }
    return { keys: found.keys, accept }
  }
}

function checkAuthority({ vct, claims }: VerifiedSdJwtVc, issuer: TrustedIssuer): void {
  const issuedAt = numericDate(claims, 'iat') ?? numericDate(claims, 'nbf')
  const objection = issuingObjection(issuer, { types: [vct], issuedAt })
  if (objection !== undefined) throw unknown(objection)
}

/** A list in the bundle may be older than the credential, and then tells nothing but what it said before: revoked is final. */
function checkStatus({ status }: VerifiedSdJwtVc, { id }: TrustedIssuer, { statusLists }: Bundle): void {
  if (status === undefined) return
  const value = statusLists.get(id)?.get(status.uri)?.statusAt(status.index)
  // Suspended is not for good (draft-ietf-oauth-status-list, section 7.1).
  if (value === undefined || value === STATUS.valid || value === STATUS.suspended) return
  const message = 'The issuer sent a credential that is revoked already; ask it for a new offer.'
  throw new WalletError('credential_revoked', message, {})
}

const WORDS: Readonly<Record<WalletErrors['issuer_unknown']['reason'], string>> = {
  not_listed: 'The trust list does not know whoever issued this credential.',
  type: 'The trust list does not let its issuer issue this type of credential.',
  period: 'The trust list does not let its issuer issue at the time when it was issued.',
  bundle_expired: 'The trust list of this wallet has expired; renew it and try again.',
}

function unknown(reason: WalletErrors['issuer_unknown']['reason']): WalletError<'issuer_unknown'> {
  return new WalletError('issuer_unknown', WORDS[reason], { reason })
}
