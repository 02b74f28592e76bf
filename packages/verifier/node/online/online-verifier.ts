import { type Bundle, encodeBase64url, type RandomBytes } from '@bai/credential'
import type { Policy, TrustedForDevelopment, Verdict } from '../../src/index.ts'
import { OnlineError } from './online-errors.ts'
import { openRecord } from './open-record.ts'
import { requestAddress, signRequestObject } from './request-object.ts'
import type { Gives, OnDecided, RequestRecord, RequestStore, ResponseMode } from './request-store.ts'
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
  readonly onDecided?: OnDecided | undefined
  readonly gives?: Gives | undefined
}
export type MadeOnlineRequest = { readonly record: RequestRecord; readonly address: string }

const LIFETIME_SECONDS = 600
/** 256 bits: identifiers are all that protects a request from whoever does not know it. */
const IDENTIFIER_BYTES = 32

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
    onDecided: input.onDecided,
    gives: input.gives,
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
