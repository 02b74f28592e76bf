import { type BilingualText, type Bundle, encodeBase64url, parseJson, parseJsonObject, parseJws } from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { WalletDependencies } from '../ports.ts'
import { authenticateRequest, splitPrefix, type VerifierIdentity } from './authenticate-request.ts'
import { checkRegistration, type Registration } from './check-registration.ts'
import { type OnlineRequest, OnlineRequestSchema, WALLET_AUDIENCE, wordsOf } from './online-request.ts'
import { malformed, type RequestAddress, readRequestAddress } from './read-request-address.ts'

/** A request that was verified, with what the holder has to be told before anything is shown. */
export type OpenedRequest = {
  readonly request: OnlineRequest
  readonly identity: VerifierIdentity
  readonly clientName: BilingualText
  readonly purpose: BilingualText | undefined
  readonly privacyPolicyUri: string | undefined
  /** Where the answer would go. */
  readonly responseHost: string
  readonly registration: Registration
}

const SKEW_SECONDS = 60
const WALLET_NONCE_BYTES = 16

/**
 * Fetches a request, if it is not in the address itself, and verifies it before anything of it is shown: its signature,
 * its client id, its audience, its age, the nonce that was sent along, where the answer would go, and whether the verifier
 * is registered for what it asks.
 *
 * @param address `openid4vp://…`, as it was scanned or followed
 * @param bundle that tells who is registered; left out: nobody is known to be
 * @throws WalletError `request_malformed`, `verifier_unknown`, `request_expired`; CredentialError
 */
export async function openOnlineRequest(
  address: string,
  dependencies: WalletDependencies,
  bundle?: Pick<Bundle, 'verifiers'>,
): Promise<OpenedRequest> {
  const read = readRequestAddress(address)
  const { request, identity } = await open(read, dependencies)
  if (request.client_id !== read.clientId) throw malformed('client_id_differs')
  checkResponseUri(request, identity)
  const expiresAt = request.exp === undefined ? undefined : new Date((request.exp + SKEW_SECONDS) * 1000)
  if (expiresAt !== undefined && dependencies.now() >= expiresAt) {
    const message = 'The request has expired; ask the verifier for a new one.'
    throw new WalletError('request_expired', message, {})
  }
  return {
    request,
    identity,
    ...wordsOf(request),
    privacyPolicyUri: request.client_metadata?.policy_uri,
    responseHost: new URL(request.response_uri).host,
    registration: checkRegistration(request, bundle),
  }
}

async function open(
  read: RequestAddress,
  dependencies: WalletDependencies,
): Promise<Pick<OpenedRequest, 'request' | 'identity'>> {
  if (read.kind === 'plain') return { request: parsePlain(read.parameters), identity: unsigned(read.clientId) }
  const { token, walletNonce } =
    read.kind === 'object' ? { token: read.request } : await fetchObject(read, dependencies)
  const identity = await authenticateRequest(token, read.clientId, dependencies)
  const request = parse(parseJsonObject(parseJws(token.trim()).payload, 'request'))
  if (!isForWallets(request, read)) throw malformed('aud')
  // Section 5.10: without the nonce that was sent, the object may have been made for somebody else.
  if (walletNonce !== undefined && request.wallet_nonce !== walletNonce) throw malformed('wallet_nonce')
  return { request, identity }
}

/**
 * Section 5.8. Some verifiers write the address that the object was to be fetched from instead; it says no less, for the
 * object of another address does not have it.
 */
function isForWallets({ aud }: OnlineRequest, read: RequestAddress): boolean {
  return aud === WALLET_AUDIENCE || (read.kind === 'reference' && aud === read.requestUri)
}

async function fetchObject(
  { requestUri, method }: Extract<RequestAddress, { readonly kind: 'reference' }>,
  { fetch, randomBytes }: WalletDependencies,
): Promise<{ readonly token: string; readonly walletNonce?: string }> {
  const headers = { accept: 'application/oauth-authz-req+jwt' }
  if (method === 'get') return { token: await textOf(await fetch(requestUri, { headers })) }
  const walletNonce = encodeBase64url(randomBytes(WALLET_NONCE_BYTES))
  const body = new URLSearchParams({ wallet_nonce: walletNonce })
  return { token: await textOf(await fetch(requestUri, { method: 'POST', headers, body })), walletNonce }
}

async function textOf(response: Response): Promise<string> {
  if (response.ok) return response.text()
  const { status } = response
  throw new WalletError('verifier_refused', `The verifier answered ${status}; ask it for a new request.`, { status })
}

/** Only what is named by where the answer goes may be unsigned (section 5.9.3). */
function unsigned(clientId: string): VerifierIdentity {
  const [prefix] = splitPrefix(clientId)
  if (prefix !== 'redirect_uri') throw malformed('unsigned')
  return { prefix, signed: false, certifiedAs: undefined, dnsNames: [], keys: [] }
}

function checkResponseUri({ client_id, response_uri }: OnlineRequest, { prefix }: VerifierIdentity): void {
  const [, rest] = splitPrefix(client_id)
  if (prefix === 'redirect_uri' && rest !== response_uri) throw malformed('response_uri')
  if (prefix === 'x509_san_dns' && !isOfHost(response_uri, rest)) throw malformed('response_uri')
}

/** Section 5.9.3; a development verifier is certified for `localhost` and answers at the loopback address. */
function isOfHost(uri: string, host: string): boolean {
  const { hostname } = new URL(uri)
  return hostname === host || (host === 'localhost' && /^(127\.0\.0\.1|\[::1\])$/.test(hostname))
}

/** Parameters that are objects stand there as JSON (RFC 9101, section 5). */
function parsePlain(parameters: Readonly<Record<string, string>>): OnlineRequest {
  const { dcql_query, client_metadata, client_name, purpose, gives, exp, transaction_data, ...texts } = parameters
  const objects = { dcql_query, client_metadata, client_name, purpose, gives, exp, transaction_data }
  const parsed = Object.entries(objects).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, parseJson(text, name)]],
  )
  return parse({ ...texts, ...Object.fromEntries(parsed) })
}

function parse(value: unknown): OnlineRequest {
  const parsed = OnlineRequestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw malformed(parsed.error.issues[0]?.path.join('.') || 'request')
}
