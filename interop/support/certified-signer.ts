import { encodeDidJwk } from '@bai/credential'
import { importNodeSigner } from '@bai/credential/node'
import { readCertificate } from '@bai/credential/x509'
import { createAuthority } from '../../packages/credential/test/support/certificate-authority.ts'

/** How a verifier says who it is. */
export type ClientIdPrefix = 'decentralized_identifier' | 'x509_hash' | 'x509_san_dns' | 'redirect_uri'

/** A key for requests, with a certificate for a host and a DID, and the client ids that they make. */
export async function createCertifiedSigner(host: string) {
  const authority = await createAuthority()
  const leaf = await authority.certify({ ca: false, names: [{ type: 'dns', value: host }] })
  const signer = importNodeSigner(leaf.privateJwk as Record<string, string>)
  const did = encodeDidJwk(signer.publicJwk)
  const { thumbprint } = await readCertificate(leaf.der)
  const names = { decentralized_identifier: did, x509_hash: thumbprint, x509_san_dns: host }
  return {
    signer,
    certificate: leaf.der,
    anchor: authority.der,
    didUrl: `${did}#0`,
    clientIdFor: (prefix: Exclude<ClientIdPrefix, 'redirect_uri'>) => `${prefix}:${names[prefix]}`,
  }
}
