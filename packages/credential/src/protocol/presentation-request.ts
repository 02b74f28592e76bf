import type { Resolver } from 'did-resolver'
import * as z from 'zod'
import { keyOf } from '../did/document.ts'
import { resolveDid } from '../did/resolver.ts'
import { CredentialError } from '../errors.ts'
import { BAI_ALGORITHMS } from '../jose/algorithms.ts'
import { parseJws, signJws, verifyJws } from '../jose/jws.ts'
import type { Moment } from '../jose/validity.ts'
import { type JsonObject, parseJson, parseJsonObject } from '../json.ts'
import type { Platform, Signer } from '../platform.ts'
import { DcqlQuerySchema } from './dcql.ts'

/** RFC 9101, section 10.8. */
const REQUEST_TYP = 'oauth-authz-req+jwt'
/** OpenID4VP 1.0, section 5.8: the audience of a request to a wallet that was not discovered. */
const WALLET_AUDIENCE = 'https://self-issued.me/v2'
/** OpenID4VP 1.0, section 5.9.3. The whole string, prefix and all, is the `aud` of the answer. */
const DID_PREFIX = 'decentralized_identifier:'
/** Ours, for requests and answers that are carried by hand or by QR code: nothing is posted anywhere. */
export const OFFLINE_RESPONSE_MODE = 'bai.offline'

const text = (max: number) => z.string().min(1).max(max)
const BilingualTextSchema = z.strictObject({ th: text(500), en: text(500) })

const PresentationRequestSchema = z.looseObject({
  aud: z.literal(WALLET_AUDIENCE),
  client_id: text(2000).startsWith(DID_PREFIX),
  response_type: z.literal('vp_token'),
  response_mode: z.literal(OFFLINE_RESPONSE_MODE),
  /** 22 characters of base64url are 128 bits (OpenID4VP 1.0, section 5.2). */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22,200}$/),
  iat: z.int().nonnegative(),
  exp: z.int().nonnegative(),
  dcql_query: DcqlQuerySchema,
  client_name: BilingualTextSchema,
  purpose: BilingualTextSchema,
  /** Nothing of the kind is understood, and what is not understood must not be agreed to (OpenID4VP 1.0, section 8.4). */
  transaction_data: z.undefined().optional(),
})

/** A request object of OpenID4VP 1.0 with what the holder must be told: who asks, and what for. */
export type PresentationRequest = z.infer<typeof PresentationRequestSchema>

export type CreatePresentationRequestInput = Pick<
  PresentationRequest,
  'nonce' | 'dcql_query' | 'client_name' | 'purpose'
> & {
  /** Of the verifier, with the key of `signer` as `#0`: a `did:jwk`. */
  readonly did: string
  readonly now: Date
  readonly lifetimeSeconds: number
}

/** Signs a request (OpenID4VP 1.0, section 5.1 with client id prefix `decentralized_identifier`). */
export function createPresentationRequest(input: CreatePresentationRequestInput, signer: Signer): Promise<string> {
  const { did, now, lifetimeSeconds, ...rest } = input
  const iat = Math.floor(now.getTime() / 1000)
  const request = PresentationRequestSchema.parse({
    aud: WALLET_AUDIENCE,
    client_id: DID_PREFIX + did,
    response_type: 'vp_token',
    response_mode: OFFLINE_RESPONSE_MODE,
    iat,
    exp: iat + lifetimeSeconds,
    ...rest,
  })
  const payload = parseJson(JSON.stringify(request), 'request') as JsonObject
  return signJws({ typ: REQUEST_TYP, kid: `${did}#0` }, payload, signer)
}

export type OpenPresentationRequestOptions = Moment & { readonly resolver: Resolver; readonly platform: Platform }

/**
 * Verifies a request before any of it is shown: signed by the key of the DID in its own `client_id`, and not expired.
 *
 * @throws CredentialError `request_malformed`, `dcql_malformed`, `request_expired`, `key_not_found`, and those of `verifyJws`
 */
export async function openPresentationRequest(
  token: string,
  options: OpenPresentationRequestOptions,
): Promise<PresentationRequest> {
  const jws = parseJws(token.trim())
  const request = parseRequest(jws.payload)
  const { kid } = jws.header
  const did = request.client_id.slice(DID_PREFIX.length)
  if (typeof kid !== 'string' || kid.split('#')[0] !== did) {
    throw new CredentialError('request_malformed', 'The kid of the request is not a key of its client_id.', {
      field: 'kid',
    })
  }
  const key = keyOf(await resolveDid(options.resolver, did), kid, 'authentication')
  const keys = [await options.platform.importKey(key)]
  await verifyJws(jws, keys, { typ: [REQUEST_TYP], algorithms: BAI_ALGORITHMS, what: 'request' })
  const expiredAt = new Date(request.exp * 1000)
  if (options.now.getTime() >= expiredAt.getTime() + options.skewSeconds * 1000) {
    throw new CredentialError('request_expired', 'The request has expired; ask the verifier for a new one.', {
      expiredAt,
    })
  }
  return request
}

function parseRequest(payload: string): PresentationRequest {
  const parsed = PresentationRequestSchema.safeParse(parseJsonObject(payload, 'request'))
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  const code = field.startsWith('dcql_query') ? 'dcql_malformed' : 'request_malformed'
  throw new CredentialError(code, `The presentation request is malformed at "${field}".`, { field })
}

/** The answer to a request: presentations by the id of their credential query (OpenID4VP 1.0, section 8.1). */
export const VpTokenSchema = z.record(z.string().max(100), z.array(z.string().max(1_000_000)).min(1).max(20))
export type VpToken = z.infer<typeof VpTokenSchema>
