import { openReceipt } from '@bai/credential'
import type { WalletDependencies } from '../ports.ts'
import type { AskedRequest } from './asked-request.ts'

type AskedOnline = Pick<Extract<AskedRequest, { readonly manner: 'online' }>, 'request' | 'keys'>

/**
 * A receipt, if it is for this answer and signed by the key that signed the request (docs/receipts.md).
 *
 * @returns undefined where there is none, or none that is good: the answer has been given all the same, and what proves
 *   nothing is not kept
 */
export function goodReceipt(
  receipt: string | undefined,
  { request: { client_id: clientId, nonce }, keys }: AskedOnline,
  { platform }: WalletDependencies,
): Promise<string | undefined> {
  if (receipt === undefined) return Promise.resolve(undefined)
  return openReceipt(receipt, { keys, clientId, nonce }, platform).then(
    () => receipt,
    () => undefined,
  )
}
