import { createReceipt, type Json } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { type MadeRequest, receivedClaims } from '../../src/index.ts'
import type { RequestRecord } from './request-store.ts'
import { keyHeaderOf, type VerifierIdentity } from './verifier-identity.ts'

export type SignReceiptDependencies = { readonly identity: VerifierIdentity; readonly now: () => Date }

/**
 * What the holder keeps of an answer (docs/receipts.md): that it came, and not what was decided on it. Signed with the key
 * that signed the request.
 *
 * @returns nothing where the request was not signed: there is no key that the wallet would know
 */
export async function signReceipt(
  { policy, prefix, clientId }: RequestRecord,
  answered: { readonly request: MadeRequest; readonly vpToken: Json | undefined },
  { identity, now }: SignReceiptDependencies,
): Promise<string | undefined> {
  if (prefix === 'redirect_uri') return undefined
  const { request, vpToken } = answered
  const { purpose, retention } = policy
  return createReceipt(
    {
      clientId,
      nonce: request.nonce,
      now: now(),
      purpose,
      claims: receivedClaims(vpToken, request, nodePlatform),
      retained: retention && { paths: retention.claims, seconds: retention.seconds },
    },
    { signer: identity.signer, keyHeader: keyHeaderOf(identity, prefix), platform: nodePlatform },
  )
}
