import { CredentialError } from '@bai/credential'
import { Oauth2ClientErrorResponseError } from '@openid4vc/oauth2'
import { WalletError } from '../errors.ts'

/** Runs a step of the protocol and says what the issuer said, by its code and never by quoting its answer. */
export async function answered<T>(
  step: () => Promise<T>,
  malformed: 'offer_malformed' | 'issuer_answer_malformed' = 'issuer_answer_malformed',
): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof Oauth2ClientErrorResponseError) throw refused(error.errorResponse.error, error.response.status)
    const own = ownError(error)
    if (own !== undefined) throw own
    // The library puts what it read into its messages, and so they are not passed on.
    const what = malformed === 'offer_malformed' ? 'The credential offer' : 'An answer of the issuer'
    const reason = error instanceof Error ? error.name : 'unknown'
    throw new WalletError(malformed, `${what} is not what OpenID4VCI 1.0 asks for.`, { reason })
  }
}

/** What was thrown here or by our `fetch`, which the library wraps in errors of its own. */
function ownError(error: unknown): WalletError | CredentialError | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof WalletError) return inner
    if (inner instanceof CredentialError) return isNoAddress(inner) ? undefined : inner
  }
  return undefined
}

/** What is no address at all was malformed where it was read, and not refused where it leads. */
function isNoAddress({ code, details }: CredentialError): boolean {
  return code === 'address_refused' && 'host' in details && details.host === ''
}

/** @param error code of the protocol; anything but a short word of letters is not passed on */
export function refused(error: unknown, status: number): WalletError<'issuer_refused'> {
  const code = errorCode(error)
  const advice = ADVICE[code] ?? 'Ask the issuer.'
  return new WalletError('issuer_refused', `The issuer refused (${status}, ${code}). ${advice}`, {
    error: code,
    status,
  })
}

export function errorCode(error: unknown): string {
  return typeof error === 'string' && /^[A-Za-z_]{1,60}$/.test(error) ? error : 'unknown'
}

export function malformedAnswer(reason: string): WalletError<'issuer_answer_malformed'> {
  const message = 'An answer of the issuer is not what OpenID4VCI 1.0 asks for.'
  return new WalletError('issuer_answer_malformed', message, { reason })
}

const ADVICE: Readonly<Record<string, string>> = {
  invalid_grant:
    'The offer was used or has expired, or the transaction code is wrong; ask for a new offer if it goes on.',
  invalid_nonce: 'Try again.',
  invalid_proof: 'Check the clock of this device.',
  invalid_token: 'The offer took too long; ask for a new one.',
  invalid_transaction_id: 'What was owed has expired or was given before; ask for a new offer.',
}
