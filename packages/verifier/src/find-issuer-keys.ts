import {
  type Bundle,
  CredentialError,
  namesDidWeb,
  type Platform,
  type PublicJwk,
  type TrustedIssuer,
  type UnverifiedIssuerHint,
  type VerificationKey,
} from '@bai/credential'

/** Follows a certificate path: `verifyCertificatePath` of `@bai/credential/x509`. */
export type VerifyCertificates = (
  x5c: readonly string[],
  options: { readonly anchors: readonly string[]; readonly now: Date },
) => Promise<{
  readonly publicJwk: PublicJwk
  readonly dnsNames: readonly string[]
  readonly uris: readonly string[]
}>

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
  return (await findByCertificates(hint, dependencies)) ?? (await findForDevelopment(hint, dependencies))
}

async function findForDevelopment(
  { x5c }: UnverifiedIssuerHint,
  { now, platform, verifyCertificates, trustedForDevelopment: trusted }: Dependencies,
): Promise<FoundIssuer | undefined> {
  if (trusted === undefined) return undefined
  const anchors = trusted.certificates
  const certified =
    isTextList(x5c) && anchors.length > 0 && verifyCertificates
      ? await orUndefined(verifyCertificates(x5c, { anchors, now }), false)
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

async function findByCertificates(
  { iss, x5c }: UnverifiedIssuerHint,
  { bundle, now, platform, verifyCertificates }: Dependencies,
): Promise<FoundIssuer | undefined> {
  if (verifyCertificates === undefined || !isTextList(x5c)) return undefined
  for (const issuer of bundle.issuers.values()) {
    if (issuer.certificateAuthorities.length === 0) continue
    if (iss !== undefined && iss !== issuer.id && !namesDidWeb(iss, issuer.id)) continue
    const anchors = issuer.certificateAuthorities
    const certified = await orUndefined(verifyCertificates(x5c, { anchors, now }), iss !== undefined)
    if (certified === undefined || !isCertifiedFor(certified, iss, issuer.id)) continue
    return { issuer, keys: [await platform.importKey(certified.publicJwk)] }
  }
  return undefined
}

/** Where `iss` has named the issuer, its certificates are what is wrong; else it may be one of the others. */
async function orUndefined<T>(promise: Promise<T>, isNamed: boolean): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (isNamed || !(error instanceof CredentialError)) throw error
    return undefined
  }
}

/** By its identifier, or by the host of its address. */
function isCertifiedFor(
  { uris, dnsNames }: { readonly uris: readonly string[]; readonly dnsNames: readonly string[] },
  iss: unknown,
  id: string,
): boolean {
  if (uris.includes(id) || (typeof iss === 'string' && uris.includes(iss))) return true
  const address = typeof iss === 'string' && URL.canParse(iss) ? iss : id
  return /^https:/.test(address) && dnsNames.includes(new URL(address).hostname)
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string')
}
