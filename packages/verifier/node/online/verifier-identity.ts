import { createHash, X509Certificate } from 'node:crypto'
import { encodeDidJwk, type JsonObject } from '@bai/credential'
import type { NodeSigner } from '@bai/credential/node'

/** How a verifier names itself (OpenID4VP 1.0, section 5.9.3). */
export const CLIENT_ID_PREFIXES = ['x509_hash', 'x509_san_dns', 'decentralized_identifier', 'redirect_uri'] as const
export type ClientIdPrefix = (typeof CLIENT_ID_PREFIXES)[number]

/** Who asks. */
export type VerifierIdentity = {
  readonly signer: NodeSigner
  /** Of the signer's key: the leaf first, without the anchor, base64 of DER (HAIP 1.0, section 5). */
  readonly certificates: readonly string[]
  /** In the leaf; undefined where it names no host. */
  readonly dnsName: string | undefined
}

/** The whole `client_id`, prefix and all: it is what the holder signs as the audience. */
export function clientIdOf(identity: VerifierIdentity, prefix: ClientIdPrefix, responseUri: string): string {
  switch (prefix) {
    case 'x509_hash':
      return `x509_hash:${thumbprintOf(identity.certificates[0] ?? '')}`
    case 'x509_san_dns':
      return `x509_san_dns:${identity.dnsName}`
    case 'decentralized_identifier':
      return `decentralized_identifier:${encodeDidJwk(identity.signer.publicJwk)}`
    case 'redirect_uri':
      return `redirect_uri:${responseUri}`
  }
}

/**
 * Where wallets call. Under `x509_san_dns` it is at the host that the certificate names, for they refuse a `response_uri`
 * at any other (OpenID4VP 1.0, section 5.9.3). Only on loopback does that differ from the public address: another name of
 * the same machine.
 *
 * @param publicUrl without a slash at its end, as what is returned
 */
export function walletBaseUrl({ dnsName }: VerifierIdentity, prefix: ClientIdPrefix, publicUrl: string): string {
  if (prefix !== 'x509_san_dns' || dnsName === undefined) return publicUrl
  const url = new URL(publicUrl)
  url.hostname = dnsName
  return url.href.replace(/\/$/, '')
}

/** What the header of a signed request says of the key. */
export function keyHeaderOf({ signer, certificates }: VerifierIdentity, prefix: ClientIdPrefix): JsonObject {
  return prefix === 'decentralized_identifier'
    ? { kid: `${encodeDidJwk(signer.publicJwk)}#0` }
    : { x5c: [...certificates] }
}

/** Whether the verifier can name itself so: hashes and hosts take a certificate. */
export function hasPrefix({ certificates, dnsName }: VerifierIdentity, prefix: ClientIdPrefix): boolean {
  if (prefix === 'x509_hash') return certificates.length > 0
  if (prefix === 'x509_san_dns') return dnsName !== undefined && namesHost(certificates[0], dnsName)
  return true
}

/** Wallets look for the very name among the leaf's own: neither a wildcard nor the subject will do (section 5.9.3). */
function namesHost(leaf: string | undefined, host: string): boolean {
  if (leaf === undefined) return false
  const certificate = new X509Certificate(Buffer.from(leaf, 'base64'))
  return certificate.checkHost(host, { subject: 'never', wildcards: false }) !== undefined
}

function thumbprintOf(certificate: string): string {
  return createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('base64url')
}
