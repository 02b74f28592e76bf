import { X509Certificate } from 'node:crypto'
import { createDidResolver, keyOf, resolveDid } from '@bai/credential'
import { compactVerify, importJWK, type JWK } from 'jose'

/** Who signed a request, as its header says; both libraries tell it so. */
export type RequestSigner = { readonly method: string; readonly didUrl?: string; readonly x5c?: readonly string[] }

/**
 * Verifies a request object as a wallet does that believes DIDs, and certificates of one anchor.
 *
 * @returns the key; undefined for a signer that nobody vouches for
 * @throws the error of `jose` for a signature that is not good
 */
export async function verifyRequestObject(
  { method, didUrl, x5c }: RequestSigner,
  requestObject: string,
  anchorPem: string | undefined,
): Promise<JWK | undefined> {
  const jwk = method === 'did' ? await keyOfDid(didUrl ?? '') : keyOfCertificate(x5c, anchorPem)
  if (jwk !== undefined) await compactVerify(requestObject, await importJWK(jwk, 'ES256'))
  return jwk
}

async function keyOfDid(didUrl: string): Promise<JWK> {
  const document = await resolveDid(
    createDidResolver(() => undefined),
    didUrl,
  )
  const { kty, crv, x, y } = keyOf(document, didUrl, 'authentication')
  return { kty, crv, x, y } as JWK
}

function keyOfCertificate([leafText = '']: readonly string[] = [], anchorPem: string | undefined): JWK | undefined {
  if (anchorPem === undefined) return undefined
  const leaf = new X509Certificate(Buffer.from(leafText, 'base64'))
  return leaf.verify(new X509Certificate(anchorPem).publicKey)
    ? (leaf.publicKey.export({ format: 'jwk' }) as JWK)
    : undefined
}

/** What a leaf is certified for. */
export function namesOfCertificate(certificate: string) {
  const { subjectAltName = '' } = new X509Certificate(Buffer.from(certificate, 'base64'))
  const named = (kind: string) =>
    subjectAltName.split(', ').flatMap((name) => (name.startsWith(`${kind}:`) ? [name.slice(kind.length + 1)] : []))
  return { sanDnsNames: named('DNS'), sanUriNames: named('URI') }
}
