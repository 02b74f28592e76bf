import {
  type Bundle,
  CredentialError,
  type FoundBundleIssuer,
  findBundleIssuer,
  isCertificateList,
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
 * Finds the issuer in the bundle, and whom the bundle does not know among those who are trusted for development.
 *
 * @throws CredentialError `certificate_path_invalid`
 */
export function findIssuerKeys(
  hint: UnverifiedIssuerHint,
  dependencies: Dependencies,
): FoundBundleIssuer | undefined | Promise<FoundBundleIssuer | undefined> {
  const listed = findBundleIssuer(hint, dependencies)
  if (listed instanceof Promise) return listed.then((found) => found ?? findForDevelopment(hint, dependencies))
  return listed ?? findForDevelopment(hint, dependencies)
}

async function findForDevelopment(
  { x5c }: UnverifiedIssuerHint,
  { now, platform, verifyCertificates, trustedForDevelopment: trusted }: Dependencies,
): Promise<FoundBundleIssuer | undefined> {
  if (trusted === undefined) return undefined
  const anchors = trusted.certificates
  const certified =
    isCertificateList(x5c) && anchors.length > 0 && verifyCertificates
      ? await verifyCertificates(x5c, { anchors, now }).catch(undefinedWhereRefused)
      : undefined
  const keys = certified ? [await platform.importKey(certified.publicJwk)] : trusted.keys
  return keys.length === 0 ? undefined : { issuer: DEVELOPMENT_ISSUER, keys }
}

function undefinedWhereRefused(error: unknown): undefined {
  if (!(error instanceof CredentialError)) throw error
}
