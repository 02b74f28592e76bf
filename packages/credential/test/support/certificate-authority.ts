import { webcrypto } from 'node:crypto'
import 'reflect-metadata'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
export const NOW = new Date('2026-11-20T09:00:00Z')

export type CertificateOptions = {
  readonly subject?: string
  readonly names?: x509.JsonGeneralNames
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** Left out: no basic constraints at all. */
  readonly ca?: boolean
  readonly pathLength?: number
  readonly usage?: x509.KeyUsageFlags
  readonly extensions?: readonly x509.Extension[]
}

/** A certificate with its key, which can certify others whether or not it may. */
export type TestCertificate = {
  /** Base64 of DER. */
  readonly der: string
  certify(options: CertificateOptions): Promise<TestCertificate>
  readonly publicJwk: JsonWebKey
  readonly privateJwk: JsonWebKey
}

/** An authority that certifies itself. */
export async function createAuthority(options: CertificateOptions = {}): Promise<TestCertificate> {
  const authority = { subject: 'CN=Root, C=TH', ca: true, usage: x509.KeyUsageFlags.keyCertSign, ...options }
  return make(authority, undefined)
}

async function make(
  options: CertificateOptions,
  signer: { readonly certificate: x509.X509Certificate; readonly key: webcrypto.CryptoKey } | undefined,
): Promise<TestCertificate> {
  const keys = (await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const subject = options.subject ?? 'CN=Leaf, C=TH'
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: signer?.certificate.subject ?? subject,
    notBefore: options.notBefore ?? new Date('2026-01-01T00:00:00Z'),
    notAfter: options.notAfter ?? new Date('2027-12-31T00:00:00Z'),
    publicKey: keys.publicKey,
    signingKey: signer?.key ?? keys.privateKey,
    signingAlgorithm: ECDSA,
    extensions: [
      ...(options.ca === undefined ? [] : [new x509.BasicConstraintsExtension(options.ca, options.pathLength, true)]),
      ...(options.usage === undefined ? [] : [new x509.KeyUsagesExtension(options.usage, true)]),
      ...(options.names === undefined ? [] : [new x509.SubjectAlternativeNameExtension(options.names)]),
      ...(options.extensions ?? []),
    ],
  })
  return {
    der: certificate.toString('base64'),
    publicJwk: (await webcrypto.subtle.exportKey('jwk', keys.publicKey)) as JsonWebKey,
    privateJwk: (await webcrypto.subtle.exportKey('jwk', keys.privateKey)) as JsonWebKey,
    certify: (child) => make(child, { certificate, key: keys.privateKey }),
  }
}

/** @param identifier in hexadecimal */
export function authorityKeyIdentifier(identifier: string): x509.Extension {
  return new x509.AuthorityKeyIdentifierExtension(identifier)
}

type Constraint = ConstructorParameters<typeof GeneralName>[0]

export function nameConstraints({
  permitted = [],
  excluded = [],
}: {
  readonly permitted?: readonly Constraint[]
  readonly excluded?: readonly Constraint[]
}): x509.Extension {
  const subtrees = (names: readonly Constraint[]) =>
    new GeneralSubtrees(names.map((name) => new GeneralSubtree({ base: new GeneralName(name) })))
  const constraints = new NameConstraints({
    ...(permitted.length > 0 && { permittedSubtrees: subtrees(permitted) }),
    ...(excluded.length > 0 && { excludedSubtrees: subtrees(excluded) }),
  })
  return new x509.Extension(id_ce_nameConstraints, true, AsnConvert.serialize(constraints))
}
