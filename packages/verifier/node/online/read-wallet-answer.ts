import { isJsonObject, type Json, parseJson } from '@bai/credential'
import { isSame } from './is-same.ts'
import { OnlineError } from './online-errors.ts'
import type { RequestRecord } from './request-store.ts'

/** What a wallet posts to the response URI, in either mode. */
export type WalletAnswer = { readonly [name: string]: unknown }

/**
 * The members of an answer, decrypted where it has to be encrypted, for this request and no other. An error may come in the
 * clear in either mode (OpenID4VP 1.0, section 8.3.1).
 *
 * @throws OnlineError `response_undecipherable`, `state_mismatch`, `request_malformed`; CredentialError for what is no JSON
 */
export async function readWalletAnswer(
  record: RequestRecord,
  answer: WalletAnswer,
): Promise<{ readonly [name: string]: Json }> {
  const members =
    record.encryption && answer['error'] === undefined ? await decrypted(record.encryption, answer) : plain(answer)
  const { state } = members
  if (typeof state !== 'string' || !isSame(state, record.state))
    throw new OnlineError('state_mismatch', 'The state is not that of this request.', {})
  if (members['vp_token'] === undefined && members['error'] === undefined)
    throw malformed('vp_token', 'an object, or error')
  return members
}

async function decrypted(
  encryption: NonNullable<RequestRecord['encryption']>,
  { response }: WalletAnswer,
): Promise<{ readonly [name: string]: Json }> {
  const text = typeof response === 'string' ? await encryption.decrypt(response) : undefined
  const members = text === undefined ? undefined : parseJson(text, 'response')
  if (isJsonObject(members)) return members
  const message = 'The response is not encrypted for the key of this request (client_metadata.jwks).'
  throw new OnlineError('response_undecipherable', message, {})
}

/** A form, in which an object is written as JSON (OpenID4VP 1.0, section 8.1). */
function plain(answer: WalletAnswer): { readonly [name: string]: Json } {
  const { vp_token: vpToken, ...rest } = answer
  const members = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'string')) as {
    [name: string]: Json
  }
  if (vpToken === undefined) return members
  if (typeof vpToken !== 'string' || !vpToken.startsWith('{')) throw malformed('vp_token', 'a JSON object')
  return { ...members, vp_token: parseJson(vpToken, 'vp_token') }
}

function malformed(field: string, expected: string): OnlineError<'request_malformed'> {
  return new OnlineError('request_malformed', `${field}: expected ${expected}.`, { field, expected })
}
