import { type Bundle, encodeBase64url, type Json, type RandomBytes } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { type Policy, retain, type TrustedForDevelopment, type Verdict, verifyPresentation } from '../../src/index.ts'
import { OnlineError } from './online-errors.ts'
import { readWalletAnswer, type WalletAnswer } from './read-wallet-answer.ts'
import { requestAddress, signRequestObject } from './request-object.ts'
import type { RequestRecord, RequestStore, ResponseMode } from './request-store.ts'
import { createResponseEncryption } from './response-encryption.ts'
import {
  CLIENT_ID_PREFIXES,
  type ClientIdPrefix,
  clientIdOf,
  hasPrefix,
  type VerifierIdentity,
  walletBaseUrl,
} from './verifier-identity.ts'

export type OnlineVerifierDependencies = {
  readonly identity: VerifierIdentity
  readonly policies: ReadonlyMap<string, Policy>
  readonly store: RequestStore
  /** The last good bundle. */
  readonly bundle: () => Promise<Bundle>
  readonly trustedForDevelopment: TrustedForDevelopment | undefined
  /** Base address, as wallets see it, without a slash at its end. */
  readonly publicUrl: string
  /** HAIP 1.0: requests are signed, by reference, named by a certificate's hash, and answers are encrypted. */
  readonly haip: boolean
  readonly randomBytes: RandomBytes
  readonly now: () => Date
  /** Told that a request has an outcome; never what it is about. */
  readonly notify: (notice: RequestNotice) => void
}

export type RequestNotice = {
  readonly id: string
  readonly status: 'answered' | 'refused'
  readonly outcome?: Verdict['outcome']
}

export type MakeRequestInput = {
  readonly policy: string
  readonly responseMode?: ResponseMode | undefined
  readonly prefix?: ClientIdPrefix | undefined
  readonly byValue?: boolean | undefined
  /** Same device: where the person goes on afterwards. */
  readonly redirectUri?: string | undefined
}
export type MadeOnlineRequest = { readonly record: RequestRecord; readonly address: string }

const LIFETIME_SECONDS = 600
/** 256 bits: identifiers are all that protects a request from whoever does not know it. */
const IDENTIFIER_BYTES = 32
const MAX_FAILED_ANSWERS = 5

/**
 * Makes a request for a policy.
 *
 * @throws OnlineError `policy_unknown`, `policy_not_online`, `client_id_prefix_unavailable`, `request_malformed`,
 *   `too_many_requests`
 */
export async function makeRequest(
  input: MakeRequestInput,
  dependencies: OnlineVerifierDependencies,
): Promise<MadeOnlineRequest> {
  const { identity, policies, store, publicUrl, randomBytes, now } = dependencies
  const policy = policies.get(input.policy)
  if (policy === undefined) {
    const known = [...policies.keys()]
    throw new OnlineError('policy_unknown', `There is no such policy here; there is ${known.join(', ')}.`, {
      policies: known,
    })
  }
  if (!policy.presented_by.includes('online'))
    throw new OnlineError('policy_not_online', 'This policy takes no answers over the network (presented_by).', {})
  const { prefix, responseMode, byValue } = settingsOf(input, dependencies)
  const identifier = () => encodeBase64url(randomBytes(IDENTIFIER_BYTES))
  const handle = identifier()
  const baseUrl = walletBaseUrl(identity, prefix, publicUrl)
  const responseUri = `${baseUrl}/vp/responses/${handle}`
  const createdAt = now()
  const record: RequestRecord = {
    id: identifier(),
    handle,
    policy,
    prefix,
    clientId: clientIdOf(identity, prefix, responseUri),
    byValue,
    responseMode,
    responseUri,
    requestUri: `${baseUrl}/vp/requests/${handle}`,
    nonce: identifier(),
    state: identifier(),
    encryption:
      responseMode === 'direct_post.jwt' ? await createResponseEncryption(identifier().slice(0, 16)) : undefined,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + LIFETIME_SECONDS * 1000),
    redirectUri: input.redirectUri,
    responseCode: input.redirectUri === undefined ? undefined : identifier(),
    outcome: { status: 'pending' },
    failedAnswers: 0,
    isTaken: false,
  }
  if (!store.add(record)) {
    const message = 'Too many requests are open; try again in a minute.'
    throw new OnlineError('too_many_requests', message, { retryAfterSeconds: 60 })
  }
  return { record, address: await requestAddress(record, identity) }
}

function settingsOf(
  { prefix: wanted, responseMode, byValue = false }: MakeRequestInput,
  { identity, haip }: OnlineVerifierDependencies,
): { prefix: ClientIdPrefix; responseMode: ResponseMode; byValue: boolean } {
  const available = CLIENT_ID_PREFIXES.filter((prefix) => hasPrefix(identity, prefix))
  const prefix = wanted ?? (haip ? 'x509_hash' : 'decentralized_identifier')
  if (!available.includes(prefix) || (haip && prefix !== 'x509_hash')) {
    const usable = haip ? available.filter((each) => each === 'x509_hash') : available
    const message = `This verifier cannot name itself by ${prefix}; it can by ${usable.join(', ') || 'nothing: give it a certificate'}.`
    throw new OnlineError('client_id_prefix_unavailable', message, { available: usable })
  }
  if (haip && (byValue || responseMode === 'direct_post')) {
    const expected = 'by reference, and answers encrypted (direct_post.jwt)'
    throw new OnlineError('request_malformed', `Under HAIP requests are made ${expected}.`, {
      field: 'response_mode',
      expected,
    })
  }
  return { prefix, responseMode: responseMode ?? (haip ? 'direct_post.jwt' : 'direct_post'), byValue }
}

/**
 * The signed request object, for the wallet that has its address.
 *
 * @throws OnlineError `request_unknown`, `request_over`
 */
export async function fetchRequestObject(
  handle: string,
  walletNonce: string | undefined,
  { store, identity, now }: OnlineVerifierDependencies,
): Promise<string> {
  const record = openRecord(store.byHandle(handle), now())
  return signRequestObject(record, identity, walletNonce)
}

/**
 * Takes the wallet's answer and decides on it. Once: what is no answer leaves the request open, a few times over.
 *
 * @returns where the person goes on, on the same device (OpenID4VP 1.0, section 8.2)
 * @throws OnlineError `request_unknown`, `request_over`, `response_undecipherable`, `state_mismatch`, `request_malformed`
 */
export async function receiveAnswer(
  handle: string,
  answer: WalletAnswer,
  dependencies: OnlineVerifierDependencies,
): Promise<{ readonly redirectUri: string | undefined }> {
  const { store, now, notify } = dependencies
  const record = openRecord(store.byHandle(handle), now())
  const members = await readWalletAnswer(record, answer).catch((error: unknown) => {
    record.failedAnswers++
    throw error
  })
  // Before anything is waited for: of two answers at once, one is decided on.
  if (record.isTaken) throw over()
  record.isTaken = true
  try {
    record.outcome = await outcomeOf(record, members, dependencies)
  } catch (fault) {
    // Nothing was decided: the person may answer again.
    record.isTaken = false
    throw fault
  }
  const { id, outcome } = record
  notify(
    outcome.status === 'answered'
      ? { id, status: 'answered', outcome: outcome.verdict.outcome }
      : { id, status: 'refused' },
  )
  return { redirectUri: continuation(record) }
}

async function outcomeOf(
  record: RequestRecord,
  { error, vp_token: vpToken }: { readonly [name: string]: Json },
  dependencies: OnlineVerifierDependencies,
): Promise<RequestRecord['outcome']> {
  if (error !== undefined) return { status: 'refused', error: errorCodeOf(error) }
  return { status: 'answered', verdict: await decide(record, vpToken, dependencies) }
}

async function decide(
  { policy, clientId: client_id, nonce, expiresAt, responseMode: response_mode }: RequestRecord,
  vpToken: Json | undefined,
  { bundle, now, store, trustedForDevelopment }: OnlineVerifierDependencies,
): Promise<Verdict> {
  const exp = Math.floor(expiresAt.getTime() / 1000)
  const request = { client_id, nonce, exp, response_mode, dcql_query: policy.dcql_query }
  const context = { request, policy, bundle: await bundle(), now: now(), verifyCertificates: verifyCertificatePath }
  const verdict = await verifyPresentation(
    vpToken,
    { ...context, ...(trustedForDevelopment && { trustedForDevelopment }) },
    nodePlatform,
  )
  const kept = retain(verdict, policy, now())
  if (kept) store.keep(kept)
  return verdict
}

function openRecord(record: RequestRecord | undefined, now: Date): RequestRecord {
  if (record === undefined) throw new OnlineError('request_unknown', 'There is no such request.', {})
  const isOver = record.isTaken || record.failedAnswers >= MAX_FAILED_ANSWERS || now >= record.expiresAt
  if (isOver) throw over()
  return record
}

function continuation({ redirectUri, responseCode }: RequestRecord): string | undefined {
  if (redirectUri === undefined || responseCode === undefined) return undefined
  const address = new URL(redirectUri)
  address.searchParams.set('response_code', responseCode)
  return address.href
}

/** What a wallet says went wrong is its own text; only what looks like a code is kept. */
function errorCodeOf(error: Json): string {
  return typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? error : 'unknown_error'
}

function over(): OnlineError<'request_over'> {
  return new OnlineError('request_over', 'This request was answered or has expired; ask for a new one.', {})
}
