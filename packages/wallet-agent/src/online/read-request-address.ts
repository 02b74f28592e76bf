import { WalletError } from '../errors.ts'

/** How a request came: where it is, in a signed object, or unsigned in the address itself (OpenID4VP 1.0, section 5). */
export type RequestAddress = { readonly clientId: string } & (
  | { readonly kind: 'reference'; readonly requestUri: string; readonly method: 'get' | 'post' }
  | { readonly kind: 'object'; readonly request: string }
  | { readonly kind: 'plain'; readonly parameters: Readonly<Record<string, string>> }
)

const MAX_LENGTH = 100_000
/** Schemes by which a wallet is called; of an https link only the parameters count. */
const SCHEME = /^(openid4vp|haip|eudi-openid4vp|mdoc-openid4vp|https):/i

/**
 * Takes the address apart that a person scanned or followed.
 *
 * @throws WalletError `request_malformed`
 */
export function readRequestAddress(address: string): RequestAddress {
  if (address.length > MAX_LENGTH || !SCHEME.test(address) || !URL.canParse(address)) throw malformed('address')
  const { searchParams } = new URL(address)
  // With a parameter twice, two readers may take two different requests.
  if (new Set(searchParams.keys()).size !== [...searchParams.keys()].length) throw malformed('parameter_twice')
  const { client_id: clientId, request, request_uri: requestUri, ...rest } = Object.fromEntries(searchParams)
  if (clientId === undefined || clientId === '') throw malformed('client_id')
  if (request !== undefined && requestUri !== undefined) throw malformed('request_and_request_uri')
  if (requestUri !== undefined) {
    const method = rest['request_uri_method'] ?? 'get'
    if (method !== 'get' && method !== 'post') throw malformed('request_uri_method')
    return { clientId, kind: 'reference', requestUri, method }
  }
  if (request !== undefined) return { clientId, kind: 'object', request }
  return { clientId, kind: 'plain', parameters: { client_id: clientId, ...rest } }
}

export function malformed(reason: string, cause?: unknown): WalletError<'request_malformed'> {
  const message = `This request cannot be answered: ${reason.replaceAll('_', ' ')}. Ask the verifier for another.`
  return new WalletError('request_malformed', message, { reason }, { cause })
}
