import { issuerDidUrl } from '../did/issuer-did-url.ts'
import { namesDidWeb } from '../did/web.ts'
import type { Platform, VerificationKey } from '../platform.ts'
import { findCertifiedIssuer, type VerifyCertificates } from './find-certified-issuer.ts'
import type { Bundle, TrustedIssuer } from './open-bundle.ts'

export type FindBundleIssuerInput = {
  readonly bundle: Pick<Bundle, 'issuers'>
  readonly now: Date
  readonly platform: Pick<Platform, 'importKey'>
  /** Left out: issuers are found by their DID documents alone. */
  readonly verifyCertificates: VerifyCertificates | undefined
}

/** An issuer of the bundle, and the keys that what it is said to have signed may be signed with. */
export type FoundBundleIssuer = { readonly issuer: TrustedIssuer; readonly keys: readonly VerificationKey[] }

type Hint = { readonly iss: unknown; readonly kid: unknown; readonly x5c: unknown }

/**
 * Finds the issuer in the bundle: by the `kid` of its DID document, else by the certificates of the header, if an authority
 * that the bundle names for it has certified them (SD-JWT VC, section 2.5). `iss` has to tell the same as either.
 *
 * @throws CredentialError `certificate_path_invalid`
 */
export function findBundleIssuer(
  hint: Hint,
  { bundle, now, platform, verifyCertificates }: FindBundleIssuerInput,
): FoundBundleIssuer | undefined | Promise<FoundBundleIssuer | undefined> {
  const byDid = findByDid(hint, bundle)
  const certifiable = byDid === undefined || byDid.issuer.certificateAuthorities.length > 0
  if (byDid !== undefined && (byDid.keys.length > 0 || !certifiable)) return byDid
  if (verifyCertificates === undefined) return byDid
  return findCertifiedIssuer(hint, { issuers: bundle.issuers.values(), verifyCertificates, now, platform })
}

function findByDid(hint: Hint, { issuers }: Pick<Bundle, 'issuers'>): FoundBundleIssuer | undefined {
  const url = issuerDidUrl(hint)
  const did = url?.split('#')[0]
  if (did === undefined || (hint.iss !== undefined && !namesDidWeb(hint.iss, did))) return undefined
  const issuer = issuers.get(did)
  return issuer && { issuer, keys: issuer.keys.filter((key) => key.kid === url) }
}
