// Has to be first.
import './reflect-metadata.ts'
import * as x509 from '@peculiar/x509'
import { CredentialError, encodeBase64url } from '../src/index.ts'
import { createNameConstraints, type NameConstraintsState } from './name-constraints.ts'
import { type CertifiedKey, certifiedKeyOf } from './read-certificate.ts'

export type VerifyCertificatePathOptions = {
  /** Certificates of the authorities that are believed, as base64 of DER. */
  readonly anchors: readonly string[]
  readonly now: Date
}

/** The key of the leaf, and by which keys it and those above it were certified. */
export type CertifiedPath = CertifiedKey & {
  /** Key identifiers of authorities (RFC 5280, section 4.2.1.1), in base64url; of certificates that tell any. */
  readonly authorityKeyIdentifiers: readonly string[]
}

const MAX_CERTIFICATES = 5
/** Critical extensions that are looked at below; any other critical one refuses the path (RFC 5280, section 4.2). */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  '2.5.29.15', // key usage
  '2.5.29.17', // subject alternative name
  '2.5.29.19', // basic constraints
  '2.5.29.30', // name constraints
])

/**
 * Path validation (RFC 5280, section 6.1) from an anchor down to the leaf of an `x5c`: signatures, names, validity, basic
 * constraints, key usage, name constraints. Revocation of certificates is not looked up, for that needs a network: a bundle
 * that no longer names the issuer is what revokes it.
 *
 * @param x5c the leaf first, base64 of DER; the anchor may stand at the end (RFC 7515, section 4.1.6)
 * @throws CredentialError `certificate_path_invalid`
 */
export async function verifyCertificatePath(
  x5c: readonly string[],
  { anchors, now }: VerifyCertificatePathOptions,
): Promise<CertifiedPath> {
  if (x5c.length === 0 || x5c.length > MAX_CERTIFICATES) throw invalid('length')
  const trusted = anchors.map(parse)
  const path = x5c
    .map(parse)
    .filter((certificate, i) => i === 0 || !trusted.some((anchor) => isSame(anchor, certificate)))
  const [leaf] = path
  if (leaf === undefined || trusted.some((anchor) => isSame(anchor, leaf))) throw invalid('leaf_is_anchor')
  let signer = await findAnchor(path.at(-1)!, trusted)
  checkValidity(signer, now)
  const constraints = createNameConstraints()
  for (const [depth, certificate] of [...path.entries()].reverse()) {
    await checkStep(certificate, { signer, depth, now, constraints })
    signer = certificate
  }
  checkLeaf(leaf)
  return { ...(await keyOf(leaf)), authorityKeyIdentifiers: path.flatMap(authorityKeyIdentifierOf) }
}

/** Two anchors may have the same name, while one takes over from the other: the signature decides. */
async function findAnchor(
  last: x509.X509Certificate,
  trusted: readonly x509.X509Certificate[],
): Promise<x509.X509Certificate> {
  for (const anchor of trusted) {
    if (anchor.subject === last.issuer && (await isSignedBy(last, anchor))) return anchor
  }
  throw invalid('no_anchor')
}

type Step = {
  readonly signer: x509.X509Certificate
  /** How many certificates stand below. */
  readonly depth: number
  readonly now: Date
  readonly constraints: NameConstraintsState
}

async function checkStep(certificate: x509.X509Certificate, { signer, depth, now, constraints }: Step): Promise<void> {
  checkValidity(certificate, now)
  checkMayCertify(signer, depth)
  if (certificate.issuer !== signer.subject || !(await isSignedBy(certificate, signer))) throw invalid('signature')
  if (certificate.extensions.some(({ critical, type }) => critical && !UNDERSTOOD.has(type)))
    throw invalid('critical_extension')
  constraints.add(signer)
  if (!constraints.permit(certificate)) throw invalid('name_constraints')
}

/** @param depth of the certificate that it signed: as many certificates stand between it and the leaf */
function checkMayCertify(signer: x509.X509Certificate, depth: number): void {
  const basic = signer.getExtension(x509.BasicConstraintsExtension)
  if (basic?.ca !== true) throw invalid('basic_constraints')
  if (basic.pathLength !== undefined && depth > basic.pathLength) throw invalid('path_length')
  const usage = signer.getExtension(x509.KeyUsagesExtension)
  if (usage && (usage.usages & x509.KeyUsageFlags.keyCertSign) === 0) throw invalid('key_usage')
}

function checkLeaf(leaf: x509.X509Certificate): void {
  if (leaf.getExtension(x509.BasicConstraintsExtension)?.ca === true) throw invalid('basic_constraints')
  const usage = leaf.getExtension(x509.KeyUsagesExtension)
  if (usage && (usage.usages & x509.KeyUsageFlags.digitalSignature) === 0) throw invalid('key_usage')
}

function checkValidity({ notBefore, notAfter }: x509.X509Certificate, now: Date): void {
  if (!(now >= notBefore && now <= notAfter)) throw invalid('validity')
}

async function isSignedBy(certificate: x509.X509Certificate, signer: x509.X509Certificate): Promise<boolean> {
  try {
    return await certificate.verify({ publicKey: signer.publicKey, signatureOnly: true })
  } catch {
    return false
  }
}

async function keyOf(leaf: x509.X509Certificate): Promise<CertifiedKey> {
  try {
    return await certifiedKeyOf(leaf)
  } catch (cause) {
    throw invalid('key', cause)
  }
}

function authorityKeyIdentifierOf(certificate: x509.X509Certificate): readonly string[] {
  const { keyId } = certificate.getExtension(x509.AuthorityKeyIdentifierExtension) ?? {}
  const bytes = keyId?.match(/../g)?.map((pair) => Number.parseInt(pair, 16))
  return bytes === undefined ? [] : [encodeBase64url(Uint8Array.from(bytes))]
}

function parse(der: string): x509.X509Certificate {
  try {
    return new x509.X509Certificate(der)
  } catch (cause) {
    throw invalid('malformed', cause)
  }
}

function isSame(one: x509.X509Certificate, other: x509.X509Certificate): boolean {
  return one.equal(other)
}

function invalid(reason: string, cause?: unknown): CredentialError<'certificate_path_invalid'> {
  const message = `The certificates lead to no anchor that is trusted: ${reason.replaceAll('_', ' ')}.`
  return new CredentialError('certificate_path_invalid', message, { reason }, { cause })
}
