import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { parseJws, signJws, verifyJws } from '../jose/jws.ts'
import { checkValidity, type Moment, numericDate } from '../jose/validity.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../json.ts'
import type { Platform, Signer, VerificationKey } from '../platform.ts'
import { type PackedStatuses, readStatus, STATUS_BITS } from './bits.ts'

/** draft-ietf-oauth-status-list, section 5.1. */
export const STATUS_LIST_TYP = 'statuslist+jwt'
export const STATUS_LIST_DRAFT = 'draft-ietf-oauth-status-list-20'

/** 2^24 entries of one bit; a longer list is a zip bomb or should be cut into several. */
const MAX_INFLATED_BYTES = 2 ** 21
const MAX_TOKEN_LENGTH = 4_000_000

/** A verified status list: inflated once, a look-up is one byte read. */
export type StatusList = {
  readonly uri: string
  readonly issuedAt: Date
  readonly expiresAt: Date | undefined
  readonly ttlSeconds: number | undefined
  readonly claims: JsonObject
  /** @throws CredentialError `status_index_out_of_range` */
  statusAt(index: number): number
}

export type SignStatusListInput = {
  readonly uri: string
  readonly statuses: PackedStatuses
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly ttlSeconds: number
  /** Where all lists of this issuer are named (section 9.3), so that verifiers can load them beforehand. */
  readonly aggregationUri?: string
  readonly header: JsonObject
}

/** Packs and signs a status list token. Compressed at the highest level: made once, read by everybody. */
export function signStatusList(
  input: SignStatusListInput,
  { platform, signer }: { readonly platform: Pick<Platform, 'deflate'>; readonly signer: Signer },
): Promise<string> {
  const { bits, bytes } = input.statuses
  const payload = {
    sub: input.uri,
    iat: Math.floor(input.issuedAt.getTime() / 1000),
    exp: Math.floor(input.expiresAt.getTime() / 1000),
    ttl: input.ttlSeconds,
    status_list: {
      bits,
      lst: encodeBase64url(platform.deflate(bytes)),
      ...(input.aggregationUri !== undefined && { aggregation_uri: input.aggregationUri }),
    },
  }
  return signJws({ typ: STATUS_LIST_TYP, ...input.header }, payload, signer)
}

export type VerifyStatusListOptions = Moment & {
  readonly findKeys: (hint: {
    readonly kid: unknown
    readonly x5c: unknown
    readonly iss: unknown
    readonly sub: unknown
  }) => readonly VerificationKey[] | Promise<readonly VerificationKey[]>
  /** The `uri` of the credential that is to be looked up: `sub` must be exactly this. */
  readonly uri?: string
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
}

/**
 * Verifies a status list token (draft-ietf-oauth-status-list, section 8.3) and unpacks it.
 *
 * @throws CredentialError `too_large`, `status_list_malformed`, `status_list_subject_mismatch`, `status_list_expired`,
 *   and those of `verifyJws` and `checkValidity`
 */
export async function verifyStatusList(
  token: string,
  options: VerifyStatusListOptions,
  platform: Platform,
): Promise<StatusList> {
  if (token.length > MAX_TOKEN_LENGTH) {
    const limit = MAX_TOKEN_LENGTH
    throw new CredentialError('too_large', `A status list token may have at most ${limit} characters.`, {
      what: 'status list',
      limit,
    })
  }
  const jws = parseJws(token)
  const claims = parseJsonObject(jws.payload, 'status list')
  const { kid, x5c } = jws.header
  await verifyJws(jws, await options.findKeys({ kid, x5c, iss: claims['iss'], sub: claims['sub'] }), {
    typ: [STATUS_LIST_TYP],
    algorithms: options.algorithms,
    what: 'status list',
  })
  return readStatusList(claims, options, platform)
}

function readStatusList(claims: JsonObject, options: VerifyStatusListOptions, platform: Platform): StatusList {
  const { sub } = claims
  const issuedAt = numericDate(claims, 'iat')
  const expiresAt = numericDate(claims, 'exp')
  const ttlSeconds = numericDate(claims, 'ttl')
  if (typeof sub !== 'string') throw malformed('sub must be the uri of the list.', 'sub')
  if (options.uri !== undefined && sub !== options.uri) {
    throw new CredentialError('status_list_subject_mismatch', 'This is the status list of another uri.', {})
  }
  if (issuedAt === undefined) throw malformed('iat is required.', 'iat')
  if (ttlSeconds !== undefined && !(ttlSeconds > 0)) throw malformed('ttl must be a positive number of seconds.', 'ttl')
  checkListValidity(claims, options)
  const statuses = unpackStatuses(claims['status_list'], platform)
  return {
    uri: sub,
    issuedAt: new Date(issuedAt * 1000),
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt * 1000),
    ttlSeconds,
    claims,
    statusAt: (index) => readStatus(statuses, index),
  }
}

function checkListValidity(claims: JsonObject, moment: Moment): void {
  try {
    checkValidity(claims, moment)
  } catch (error) {
    if (error instanceof CredentialError && error.code === 'credential_expired') {
      const { expiredAt } = error.details as { expiredAt: Date }
      throw new CredentialError('status_list_expired', 'The status list has expired; fetch a new one.', { expiredAt })
    }
    throw error
  }
}

function unpackStatuses(list: unknown, platform: Platform): PackedStatuses {
  if (!isJsonObject(list)) throw malformed('status_list must be an object.', 'status_list')
  const bits = STATUS_BITS.find((width) => width === list['bits'])
  if (bits === undefined) throw malformed('bits must be 1, 2, 4 or 8.', 'bits')
  if (typeof list['lst'] !== 'string') throw malformed('lst must be a string.', 'lst')
  if (list['aggregation_uri'] !== undefined && typeof list['aggregation_uri'] !== 'string') {
    throw malformed('aggregation_uri must be a string.', 'aggregation_uri')
  }
  const compressed = decodeBase64url(list['lst'], 'status list')
  return { bits, bytes: platform.inflate(compressed, MAX_INFLATED_BYTES) }
}

function malformed(message: string, reason: string): CredentialError<'status_list_malformed'> {
  return new CredentialError('status_list_malformed', `The status list is malformed: ${message}`, { reason })
}
