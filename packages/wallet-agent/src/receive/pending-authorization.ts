import * as z from 'zod'
import { WalletError } from '../errors.ts'
import { errorCode } from './answered.ts'

const text = z.string().min(1).max(4_000)

/** An authorization that waits for the browser to come back. It holds a secret, and can be stored as JSON. */
export const PendingAuthorizationSchema = z.strictObject({
  issuer: text,
  configurationIds: z.array(text).min(1).max(100).readonly(),
  authorizationServer: text,
  clientId: text,
  redirectUri: text,
  state: text,
  codeVerifier: text,
  copies: z.number().int().min(1).max(100),
  expiresAt: z.iso.datetime(),
  dpopKeyId: text.optional(),
})
export type PendingAuthorization = Readonly<z.infer<typeof PendingAuthorizationSchema>>

/**
 * The code in the address that the browser came back to, if that answers this very request (RFC 6749, sections 4.1.2 and
 * 10.12).
 *
 * @param issRequired whether the server has announced that it says who it is (RFC 9207, section 2.4)
 * @throws WalletError `authorization_answer_malformed`, `authorization_refused`
 */
export function readAuthorizationAnswer(
  redirectUrl: string,
  { redirectUri, state, authorizationServer }: PendingAuthorization,
  { issRequired }: { readonly issRequired: boolean },
): string {
  if (!URL.canParse(redirectUrl) || withoutQuery(redirectUrl) !== withoutQuery(redirectUri)) throw malformed('address')
  const parameters = new URL(redirectUrl).searchParams
  const one = (name: string) => {
    const values = parameters.getAll(name)
    if (values.length > 1) throw malformed(name)
    return values[0]
  }
  if (one('state') !== state) throw malformed('state')
  const iss = one('iss')
  // RFC 9207, section 2.4: another server's answer is not sent to this one, and the other way round.
  if (iss === undefined ? issRequired : iss !== authorizationServer) throw malformed('iss')
  const [error, code] = [one('error'), one('code')]
  if (error !== undefined) {
    const message = `The issuer gave no permission (${errorCode(error)}); start again if you want to.`
    throw new WalletError('authorization_refused', message, { error: errorCode(error) })
  }
  if (code === undefined || code === '') throw malformed('code')
  return code
}

function withoutQuery(address: string): string {
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

function malformed(reason: string): WalletError<'authorization_answer_malformed'> {
  const message = 'This is not the answer to what was asked; give the whole address that the browser came back to.'
  return new WalletError('authorization_answer_malformed', message, { reason })
}
