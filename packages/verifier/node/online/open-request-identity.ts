import { createPublicKey, X509Certificate } from 'node:crypto'
import type { NodeSigner } from '@bai/credential/node'
import { certifyForDevelopment } from '@bai/credential/x509'
import { VerifierError } from '../../src/index.ts'
import type { VerifierIdentity } from './verifier-identity.ts'

export type RequestIdentityOptions = {
  /** PEM, the leaf first; left out on loopback: made for this run. */
  readonly certificates?: string | undefined
  /** Left out: loopback, which is for development. */
  readonly publicUrl?: string | undefined
  readonly haip?: boolean | undefined
}

export type OpenedIdentity = {
  readonly identity: VerifierIdentity
  /** Of who certified for development, in PEM. */
  readonly anchorPem: string | undefined
}

/**
 * Who requests are from: a key, and the certificates that name its owner.
 *
 * @param url that wallets see
 * @throws VerifierError `certificates_unusable`
 */
export async function openRequestIdentity(
  signer: NodeSigner,
  url: string,
  { certificates, publicUrl, haip = false }: RequestIdentityOptions,
): Promise<OpenedIdentity> {
  const { hostname } = new URL(url)
  if (certificates !== undefined)
    return { identity: readCertificates(signer, certificates, { hostname, haip }), anchorPem: undefined }
  if (publicUrl !== undefined)
    return { identity: { signer, certificates: [], dnsName: undefined }, anchorPem: undefined }
  const names = [{ type: 'dns', value: 'localhost' } as const, { type: 'url', value: url } as const]
  const made = await certifyForDevelopment(signer.publicJwk, { name: 'Bai verifier (development)', names }, new Date())
  return { identity: { signer, certificates: made.certificates, dnsName: 'localhost' }, anchorPem: made.anchorPem }
}

function readCertificates(
  signer: NodeSigner,
  pem: string,
  { hostname, haip }: { readonly hostname: string; readonly haip: boolean },
): VerifierIdentity {
  const chain = [...pem.matchAll(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g)].map(
    ([text]) => new X509Certificate(text),
  )
  const [leaf] = chain
  const isOurs = leaf?.publicKey.equals(createPublicKey(signer.privateKey)) ?? false
  if (leaf === undefined || !isOurs) {
    const message = 'The first certificate is not of the key that signs requests; bai verifier key prints that.'
    throw new VerifierError('certificates_unusable', message, { reason: 'key' })
  }
  // HAIP 1.0, section 5: the certificate that signs the request must not be self-signed.
  if (haip && leaf.checkIssued(leaf)) {
    const message = 'Under HAIP the first certificate may not be self-signed: have an authority certify the key.'
    throw new VerifierError('certificates_unusable', message, { reason: 'self_signed' })
  }
  const withoutAnchor = chain.filter((certificate) => !certificate.checkIssued(certificate))
  return {
    signer,
    certificates: withoutAnchor.map(({ raw }) => raw.toString('base64')),
    dnsName: leaf.checkHost(hostname) === undefined ? undefined : hostname,
  }
}
