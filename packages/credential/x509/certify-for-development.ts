// Has to be first.
import './reflect-metadata.ts'
import * as x509 from '@peculiar/x509'
import type { PublicJwk } from '../src/index.ts'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MILLISECONDS = 86_400_000

export type DevelopmentSubject = {
  /** As people read it. */
  readonly name: string
  readonly names: x509.JsonGeneralNames
}

/** The authority is the anchor: it is not part of the chain (HAIP 1.0, section 5). */
export type DevelopmentCertificates = { readonly certificates: readonly string[]; readonly anchorPem: string }

/**
 * An authority of this run, and its certificate for a key of P-256: for development, where nobody else certifies.
 *
 * @returns the leaf as base64 of DER, valid from yesterday for a year, and the authority in PEM
 */
export async function certifyForDevelopment(
  publicJwk: PublicJwk,
  { name, names }: DevelopmentSubject,
  now: Date,
): Promise<DevelopmentCertificates> {
  const { subtle } = globalThis.crypto
  const keys = (await subtle.generateKey(ECDSA, false, ['sign', 'verify'])) as CryptoKeyPair
  const notBefore = new Date(now.getTime() - DAY_MILLISECONDS)
  const notAfter = new Date(now.getTime() + 365 * DAY_MILLISECONDS)
  const { kty, crv, x, y } = publicJwk
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: nameOf('Bai development authority'),
    keys,
    notBefore,
    notAfter,
    signingAlgorithm: ECDSA,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  })
  const leaf = await x509.X509CertificateGenerator.create({
    subject: nameOf(name),
    issuer: authority.subject,
    publicKey: await subtle.importKey('jwk', { kty, crv: crv!, x: x!, y: y! }, ECDSA, true, ['verify']),
    signingKey: keys.privateKey,
    notBefore,
    notAfter,
    signingAlgorithm: ECDSA,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.AuthorityKeyIdentifierExtension.create(authority),
    ],
  })
  return { certificates: [leaf.toString('base64')], anchorPem: authority.toString('pem') }
}

function nameOf(name: string): x509.JsonName {
  return [{ CN: [name.slice(0, 64)] }, { C: ['TH'] }]
}
