import {
  CredentialError,
  type CredentialQuery,
  HASH_ALGORITHMS,
  type HashAlgorithm,
  isJsonObject,
  type Json,
  type JsonObject,
  type Platform,
  parseJsonObject,
  parseJws,
  parseSdJwt,
  type ReceivedClaims,
  reconstructClaims,
  selectClaims,
} from '@bai/credential'
import { typesAskedFor } from './policy.ts'
import { readAnswer } from './read-answer.ts'
import type { MadeRequest } from './standing-request.ts'

type Digest = Pick<Platform, 'digest'>

const ENVELOPE = 'data:application/vc+sd-jwt,'

/**
 * What of the claims that were asked for came with an answer, by names, for the holder's receipt. Nothing is verified and
 * nothing decided: the same answer gives the same names whatever its verdict. A name that was not asked for is never among
 * them, so nobody gets words of their own signed.
 */
export function receivedClaims(answer: unknown, request: MadeRequest, platform: Digest): readonly ReceivedClaims[] {
  return (readAnswer(answer, request) ?? []).flatMap(({ query, presentation }) => {
    const claims = query && claimsIn(presentation, query.format, platform)
    if (query === undefined || claims === undefined) return []
    const types = [claims['vct'], claims['type']].flat()
    const vct = typesAskedFor(query).find((type) => types.includes(type))
    if (vct === undefined) return []
    const paths = (query.claims ?? []).map(({ path }) => path)
    return [{ vct, paths: paths.filter((path) => selectClaims(claims, path).length > 0) }]
  })
}

/** @returns nothing for what cannot be read */
function claimsIn(presentation: string, format: CredentialQuery['format'], platform: Digest): JsonObject | undefined {
  try {
    if (format === 'jwt_vc_json') return claimsOfJwt(presentation)
    const outer = parseSdJwt(presentation)
    const isEnvelope = format === 'vc+sd-jwt' && outer.jws.header['typ'] === 'vp+sd-jwt'
    const { jws, disclosures } = isEnvelope ? parseSdJwt(envelopedIn(outer.jws.payload)) : outer
    const payload = parseJsonObject(jws.payload, 'payload')
    const { _sd_alg: algorithm = 'sha-256' } = payload
    if (!isHashAlgorithm(algorithm)) return undefined
    return reconstructClaims(payload, disclosures, (text) => platform.digest(algorithm, text)).claims
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

/** VCDM 1.1, section 6.3.1: a JWT in `vp`, with the credential in its `vc`. */
function claimsOfJwt(presentation: string): JsonObject | undefined {
  const { vp } = parseJsonObject(parseJws(presentation).payload, 'presentation')
  const credential = firstOf(isJsonObject(vp) ? vp['verifiableCredential'] : undefined)
  if (typeof credential !== 'string') return undefined
  const { vc } = parseJsonObject(parseJws(credential).payload, 'payload')
  return isJsonObject(vc) ? vc : undefined
}

/** VCDM 2.0, section 4.13. @returns what is no SD-JWT where there is none */
function envelopedIn(payload: string): string {
  const envelope = firstOf(parseJsonObject(payload, 'presentation')['verifiableCredential'])
  const id = isJsonObject(envelope) ? envelope['id'] : undefined
  return typeof id === 'string' && id.startsWith(ENVELOPE) ? id.slice(ENVELOPE.length) : ''
}

function firstOf(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : value
}

function isHashAlgorithm(name: Json): name is HashAlgorithm {
  return (HASH_ALGORITHMS as readonly Json[]).includes(name)
}
