// Has to be first.
import './reflect-metadata.ts'
import * as x509 from '@peculiar/x509'
import { CredentialError, encodeBase64url, type PublicJwk, parsePublicJwk } from '../src/index.ts'

/** The key of a certificate, and whom it says it is for. */
export type CertifiedKey = {
  readonly publicJwk: PublicJwk
  readonly dnsNames: readonly string[]
  readonly uris: readonly string[]
  /** As people read it, `CN=…, C=TH`. */
  readonly subject: string
  readonly notAfter: Date
  /** SHA-256 of its DER in base64url, as in `x509_hash` (OpenID4VP 1.0, section 5.9.3). */
  readonly thumbprint: string
}

/**
 * Reads a certificate and believes nothing of it: that is for `verifyCertificatePath`.
 *
 * @param der base64 of DER, as in `x5c`
 * @throws CredentialError `certificate_path_invalid` for what is no certificate
 */
export async function readCertificate(der: string): Promise<CertifiedKey> {
  try {
    return await certifiedKeyOf(new x509.X509Certificate(der))
  } catch (cause) {
    const reason = 'malformed'
    throw new CredentialError(
      'certificate_path_invalid',
      'This is no certificate that can be used.',
      { reason },
      { cause },
    )
  }
}

export async function certifiedKeyOf(certificate: x509.X509Certificate): Promise<CertifiedKey> {
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? []
  const namesOf = (wanted: string) => names.filter(({ type }) => type === wanted).map(({ value }) => value)
  const { kty, crv, x, y } = await globalThis.crypto.subtle.exportKey('jwk', await certificate.publicKey.export())
  return {
    publicJwk: parsePublicJwk({ kty, crv, x, y }),
    dnsNames: namesOf('dns'),
    uris: namesOf('url'),
    subject: certificate.subject,
    notAfter: certificate.notAfter,
    thumbprint: encodeBase64url(new Uint8Array(await certificate.getThumbprint('SHA-256'))),
  }
}
