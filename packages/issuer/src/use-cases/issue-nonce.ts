import { encodeBase64url } from '@bai/credential'
import type { IssuerDependencies } from '../ports.ts'

const NONCE_BYTES = 32

/** A fresh nonce for proofs (OpenID4VCI 1.0, section 7), good once and for a few minutes. */
export async function issueNonce({
  configuration,
  nonces,
  secrets,
  randomBytes,
  now,
}: IssuerDependencies): Promise<string> {
  const nonce = encodeBase64url(randomBytes(NONCE_BYTES))
  const expiresAt = new Date(now().getTime() + configuration.nonceLifetimeSeconds * 1000)
  await nonces.add(secrets.tokenHash(nonce), expiresAt)
  return nonce
}
