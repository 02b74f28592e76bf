import {
  CredentialError,
  checkSdJwtVcClaims,
  checkValidity,
  createDidResolver,
  decodeBase64url,
  isSignatureAlgorithm,
  type JsonObject,
  type KeyBindingPolicy,
  keyOf,
  type Moment,
  type Platform,
  parseJsonObject,
  parseJws,
  resolveDid,
  SD_JWT_VC_TYP,
  type SignatureAlgorithm,
  verifyJws,
  verifySdJwt,
  verifyStatusList,
} from '@bai/credential'
import type { VectorCase, VectorOptions } from './vector-case.ts'
import type { KeyChoice } from './vector-keys.ts'

/** A holder's key may be named by a DID that needs no look-up. */
const resolver = createDidResolver(() => undefined)

/**
 * Verifies the input of one case on its terms.
 *
 * @returns the claims of what was verified; nothing for a JWS whose payload is no JSON object and need not be
 * @throws CredentialError when the case is refused
 */
export function verifyCase(
  { kind, input, options }: VectorCase,
  choose: KeyChoice,
  platform: Platform,
): Promise<JsonObject | undefined> {
  if (kind === 'sd-jwt') return verifySdJwtCase(input, options, choose, platform)
  if (kind === 'status-list') return verifyStatusListCase(input, options, choose, platform)
  return verifyJwsCase(input, options, choose)
}

async function verifySdJwtCase(input: string, options: VectorOptions, choose: KeyChoice, platform: Platform) {
  const verified = await verifySdJwt(
    input,
    {
      ...momentOf(options),
      ...expectationsOf(options),
      findKeys: ({ kid }) => choose(kid),
      keyBinding: keyBindingPolicyOf(options),
      resolveHolderKey: async (kid) => keyOf(await resolveDid(resolver, kid), kid, 'authentication'),
    },
    platform,
  )
  if (options.typ?.some((typ) => mediaType(typ) === SD_JWT_VC_TYP)) checkSdJwtVcClaims(verified, options.iss)
  checkIssuer(verified.claims, options)
  return verified.claims
}

function keyBindingPolicyOf({ kb, algs }: VectorOptions): KeyBindingPolicy {
  if (kb === undefined) return { mode: 'absent' }
  if (!kb.required) return { mode: 'ignored' }
  return {
    mode: 'required',
    nonce: kb.nonce ?? '',
    audience: kb.aud ?? '',
    maxAgeSeconds: kb.max_age,
    ...(algs && { algorithms: algs.filter(isSignatureAlgorithm) }),
  }
}

async function verifyStatusListCase(input: string, options: VectorOptions, choose: KeyChoice, platform: Platform) {
  const { status_ref: reference, algs } = options
  checkTyp(input, options)
  const list = await verifyStatusList(
    input,
    {
      ...momentOf(options),
      findKeys: ({ kid }) => choose(kid),
      ...(reference && { uri: reference.uri }),
      ...(algs && { algorithms: algs.filter(isSignatureAlgorithm) }),
    },
    platform,
  )
  checkIssuer(list.claims, options)
  return reference ? { ...list.claims, status: list.statusAt(reference.idx) } : list.claims
}

/** The kernel asks for `statuslist+jwt` in any case; a case may ask for something narrower still. */
function checkTyp(input: string, { typ }: VectorOptions): void {
  if (typ === undefined || typ.some((expected) => mediaType(expected) === 'statuslist+jwt')) return
  parseJws(input)
  throw new CredentialError('typ_unexpected', `The typ of the status list must be ${typ.join(' or ')}.`, {
    expected: typ,
  })
}

async function verifyJwsCase(input: string, options: VectorOptions, choose: KeyChoice) {
  const jws = parseJws(input)
  await verifyJws(jws, choose(jws.header['kid']), { ...expectationsOf(options), what: 'JWS' })
  const payload = options.any_payload ? objectIn(jws.payload) : parseJsonObject(jws.payload, 'payload')
  if (payload === undefined) return undefined
  if (options.now !== undefined) checkValidity(pick(payload, ['exp', 'nbf']), momentOf(options))
  checkIssuer(payload, options)
  return payload
}

function objectIn(payload: string): JsonObject | undefined {
  decodeBase64url(payload, 'payload')
  try {
    return parseJsonObject(payload, 'payload')
  } catch {
    return undefined
  }
}

function pick(claims: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => names.includes(name)))
}

function checkIssuer(claims: JsonObject, { iss }: VectorOptions): void {
  if (iss === undefined || (Object.hasOwn(claims, 'iss') && claims['iss'] === iss)) return
  throw new CredentialError('issuer_mismatch', 'This comes from another issuer than expected.', {})
}

function expectationsOf({ typ, algs }: VectorOptions): {
  readonly typ?: readonly string[]
  readonly algorithms?: readonly SignatureAlgorithm[]
} {
  return {
    ...(typ && { typ: typ.map(mediaType) }),
    ...(algs && { algorithms: algs.filter(isSignatureAlgorithm) }),
  }
}

/** RFC 7515, section 4.1.9: case is ignored and `application/` may be left out. */
function mediaType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '')
}

function momentOf({ now, skew }: VectorOptions): Moment {
  return { now: now === undefined ? new Date() : new Date(now * 1000), skewSeconds: skew }
}
