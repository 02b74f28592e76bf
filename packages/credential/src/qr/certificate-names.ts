import { decodeBase64url } from '../base64url.ts'
import type { Platform } from '../platform.ts'
import { binaryText } from './binary-text.ts'

/** Enough that two certificates in a country do not share a name; what a chain is worth its signatures tell. */
export const CERTIFICATE_NAME_BYTES = 8

/** The name of a certificate: the first bytes of the SHA-256 of its text in `x5c`. */
export function certificateName(certificate: string, platform: Pick<Platform, 'digest'>): Uint8Array {
  return decodeBase64url(platform.digest('sha-256', certificate), 'digest').subarray(0, CERTIFICATE_NAME_BYTES)
}

/** By list, for a bundle has thousands and is there for a day. */
const indices = new WeakMap<readonly string[], ReadonlyMap<string, string>>()

/** The certificate of a name, as its bytes read as text. */
export function findCertificate(
  certificates: readonly string[],
  name: Uint8Array,
  platform: Pick<Platform, 'digest'>,
): string | undefined {
  let index = indices.get(certificates)
  if (index === undefined) {
    index = new Map(certificates.map((text) => [binaryText(certificateName(text, platform)), text]))
    indices.set(certificates, index)
  }
  return index.get(binaryText(name))
}
