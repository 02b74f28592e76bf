import { isJsonObject, type VpToken } from '@bai/credential'
import { CompactEncrypt } from 'jose'
import { WalletError } from '../errors.ts'
import type { WalletDependencies } from '../ports.ts'
import { ENCRYPTION_ALGORITHM, ENCRYPTION_METHODS, encryptionKey, type OnlineRequest } from './online-request.ts'

export type SentAnswer = {
  /** Where the person goes on, on the same device (OpenID4VP 1.0, section 8.2). */
  readonly redirectUri: string | undefined
  /** What the verifier signed to have received (docs/receipts.md); unchecked. */
  readonly receipt: string | undefined
}

const MAX_RECEIPT = 100_000

/**
 * Sends what the holder agreed to, to the response URI of the request and nowhere else (OpenID4VP 1.0, sections 8.2, 8.3).
 *
 * @throws WalletError `verifier_refused`; CredentialError `address_refused`, `address_unreachable`
 */
export async function sendAnswer(
  request: OnlineRequest,
  vpToken: VpToken,
  dependencies: WalletDependencies,
): Promise<SentAnswer> {
  const { state, response_mode } = request
  const members = { ...(state !== undefined && { state }) }
  if (response_mode === 'direct_post')
    return post(request, { vp_token: JSON.stringify(vpToken), ...members }, dependencies)
  return post(request, { response: await encrypt(request, { vp_token: vpToken, ...members }) }, dependencies)
}

/**
 * Says no. It is the same answer whether the holder did not want to or had nothing to show (ARF 3.0, RPA_11).
 *
 * @throws as `sendAnswer`
 */
export function sendRefusal(request: OnlineRequest, dependencies: WalletDependencies): Promise<SentAnswer> {
  const { state } = request
  return post(request, { error: 'access_denied', ...(state !== undefined && { state }) }, dependencies)
}

async function encrypt(request: OnlineRequest, answer: object): Promise<string> {
  const { client_metadata } = request
  const key = encryptionKey(client_metadata)!
  const offered = client_metadata?.encrypted_response_enc_values_supported ?? ['A128GCM']
  const enc = ENCRYPTION_METHODS.findLast((method) => offered.includes(method))
  if (enc === undefined) {
    const reason = 'encrypted_response_enc_values_supported'
    throw new WalletError('request_malformed', 'The verifier wants an encryption that this wallet has not.', { reason })
  }
  const header = { alg: ENCRYPTION_ALGORITHM, enc, ...(key.kid !== undefined && { kid: key.kid }) }
  const { kty, crv, x, y } = key
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(answer)))
    .setProtectedHeader(header)
    .encrypt({ kty, crv, x, y })
}

async function post(
  { response_uri }: OnlineRequest,
  form: Readonly<Record<string, string>>,
  { fetch }: WalletDependencies,
): Promise<SentAnswer> {
  const response = await fetch(response_uri, { method: 'POST', body: new URLSearchParams(form) })
  const { status } = response
  if (!response.ok)
    throw new WalletError('verifier_refused', `The verifier did not take the answer (${status}).`, { status })
  const body: unknown = await response.json().catch(() => undefined)
  const redirectUri = isJsonObject(body) ? body['redirect_uri'] : undefined
  const receipt = isJsonObject(body) ? body['receipt'] : undefined
  return {
    redirectUri: typeof redirectUri === 'string' && URL.canParse(redirectUri) ? redirectUri : undefined,
    receipt: typeof receipt === 'string' && receipt.length <= MAX_RECEIPT ? receipt : undefined,
  }
}
