import {
  type Bundle,
  CredentialError,
  findCertifiedIssuer,
  isCertificateList,
  namesDidWeb,
  type Platform,
  type TrustedIssuer,
  type UnverifiedIssuerHint,
  type VerificationKey,
  type VerifyCertificates,
} from '@bai/credential'

/** An issuer of somebody's test network, whom no bundle vouches for. */
export type TrustedForDevelopment = {
  readonly keys: readonly VerificationKey[]
  /** Leaves or authorities, as base64 of DER. */
  readonly certificates: readonly string[]
}

/** The issuer that a credential claims to be from, and the keys that it may be signed with. */
export type FoundIssuer = { readonly issuer: TrustedIssuer; readonly keys: readonly VerificationKey[] }

/** Stands for whoever is trusted for development, whatever a credential says of its issuer. */
export const DEVELOPMENT_ISSUER: TrustedIssuer = {
  id: 'development',
  name: { th: 'ผู้ออกเพื่อการทดสอบ', en: 'Issuer of a test network' },
  keys: [],
  didDocument: undefined,
  certificateAuthorities: [],
  credentialTypes: new Set(),
  since: new Date(0),
  until: undefined,
}

type Dependencies = {
  readonly bundle: Bundle
  readonly now: Date
  readonly platform: Platform
  readonly verifyCertificates: VerifyCertificates | undefined
  readonly trustedForDevelopment: TrustedForDevelopment | undefined
}

/**
 * Finds the issuer in the bundle: by the `kid` of its DID document, else by the certificates of the header, if an authority
 * that the bundle names for it has certified them (SD-JWT VC, section 2.5). `iss` has to tell the same as either.
 *
 * @throws CredentialError `certificate_path_invalid`
 */
export function findIssuerKeys(
  hint: UnverifiedIssuerHint,
  dependencies: Dependencies,
): FoundIssuer | undefined | Promise<FoundIssuer | undefined> {
  const byDid = findByDid(hint, dependencies.bundle)
  if (byDid !== undefined && (byDid.keys.length > 0 || byDid.issuer.certificateAuthorities.length === 0)) return byDid
  return findOtherwise(hint, dependencies)
}

async function findOtherwise(hint: UnverifiedIssuerHint, dependencies: Dependencies): Promise<FoundIssuer | undefined> {
  const { bundle, now, platform, verifyCertificates } = dependencies
  const certified =
    verifyCertificates &&
    (await findCertifiedIssuer(hint, { issuers: bundle.issuers.values(), verifyCertificates, now, platform }))
  return certified ?? findForDevelopment(hint, dependencies)
}

async function findForDevelopment(
  { x5c }: UnverifiedIssuerHint,
  { now, platform, verifyCertificates, trustedForDevelopment: trusted }: Dependencies,
): Promise<FoundIssuer | undefined> {
  if (trusted === undefined) return undefined
  const anchors = trusted.certificates
  const certified =
    isCertificateList(x5c) && anchors.length > 0 && verifyCertificates
      ? await verifyCertificates(x5c, { anchors, now }).catch(undefinedWhereRefused)
      : undefined
  const keys = certified ? [await platform.importKey(certified.publicJwk)] : trusted.keys
  return keys.length === 0 ? undefined : { issuer: DEVELOPMENT_ISSUER, keys }
}

function findByDid({ iss, kid }: UnverifiedIssuerHint, { issuers }: Bundle): FoundIssuer | undefined {
  const did = typeof kid === 'string' ? kid.split('#')[0] : undefined
  if (did === undefined || (iss !== undefined && !namesDidWeb(iss, did))) return undefined
  const issuer = issuers.get(did)
  return issuer && { issuer, keys: issuer.keys.filter((key) => key.kid === kid) }
}

function undefinedWhereRefused(error: unknown): undefined {
  if (!(error instanceof CredentialError)) throw error
}
