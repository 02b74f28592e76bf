import { namesDidWeb } from '../did/web.ts'
import { CredentialError } from '../errors.ts'
import type { PublicJwk } from '../jose/jwk.ts'
import type { Platform, VerificationKey } from '../platform.ts'

/** Follows a certificate path: `verifyCertificatePath` of `@bai/credential/x509`, which is passed in where it is wanted. */
export type VerifyCertificates = (
  x5c: readonly string[],
  options: { readonly anchors: readonly string[]; readonly now: Date },
) => Promise<CertifiedLeaf>

/** What a good path says of its leaf. */
export type CertifiedLeaf = {
  readonly publicJwk: PublicJwk
  readonly dnsNames: readonly string[]
  readonly uris: readonly string[]
  /** Of the certificates on the path, in base64url. */
  readonly authorityKeyIdentifiers: readonly string[]
}

type Certifiable = { readonly id: string; readonly certificateAuthorities: readonly string[] }

export type FindCertifiedIssuerInput<I extends Certifiable> = {
  readonly issuers: Iterable<I>
  readonly verifyCertificates: VerifyCertificates
  readonly now: Date
  readonly platform: Pick<Platform, 'importKey'>
}

/**
 * Finds the issuer whom the certificates of a header are for: they lead to an authority that certifies for it, and the leaf
 * names it (SD-JWT VC, section 2.5). `iss`, where it is there, has to tell the same.
 *
 * @returns undefined where they are for nobody
 * @throws CredentialError `certificate_path_invalid` where `iss` names an issuer and its certificates are not good
 */
export async function findCertifiedIssuer<I extends Certifiable>(
  { iss, x5c }: { readonly iss: unknown; readonly x5c: unknown },
  { issuers, verifyCertificates, now, platform }: FindCertifiedIssuerInput<I>,
): Promise<{ readonly issuer: I; readonly keys: readonly VerificationKey[] } | undefined> {
  if (!isCertificateList(x5c)) return undefined
  // A thousand issuers may have one authority: the path to it is followed once.
  const followed = new Map<string, CertifiedLeaf | undefined>()
  for (const issuer of issuers) {
    const { id, certificateAuthorities: anchors } = issuer
    if (anchors.length === 0 || (iss !== undefined && iss !== id && !namesDidWeb(iss, id))) continue
    const authorities = anchors.join(' ')
    if (!followed.has(authorities))
      followed.set(authorities, await orUndefined(verifyCertificates(x5c, { anchors, now }), iss !== undefined))
    const leaf = followed.get(authorities)
    if (leaf === undefined || !isFor(leaf, iss, id)) continue
    return { issuer, keys: [await platform.importKey(leaf.publicJwk)] }
  }
  return undefined
}

/** Whether a header's `x5c` is a list of texts, as RFC 7515, section 4.1.6 has it. */
export function isCertificateList(x5c: unknown): x5c is readonly string[] {
  return Array.isArray(x5c) && x5c.length > 0 && x5c.every((entry) => typeof entry === 'string')
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
function isFor({ uris, dnsNames }: CertifiedLeaf, iss: unknown, id: string): boolean {
  if (uris.includes(id) || (typeof iss === 'string' && uris.includes(iss))) return true
  const address = typeof iss === 'string' && URL.canParse(iss) ? iss : id
  return /^https:/.test(address) && dnsNames.includes(new URL(address).hostname)
}
