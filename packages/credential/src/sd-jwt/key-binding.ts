import { CredentialError } from '../errors.ts'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { parseJws, signJws, type UnverifiedJws, verifyJws } from '../jose/jws.ts'
import { numericDate } from '../jose/validity.ts'
import { type JsonObject, parseJsonObject } from '../json.ts'
import type { HashAlgorithm, Platform, Signer, VerificationKey } from '../platform.ts'

export const KEY_BINDING_TYP = 'kb+jwt'

export type KeyBindingExpectations = {
  /** Of the request that is answered; undefined where nobody asked, and whoever accepts sees to it that none comes twice. */
  readonly nonce: string | undefined
  readonly audience: string
  readonly now: Date
  readonly maxAgeSeconds: number
  readonly skewSeconds: number
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
}

/**
 * Verifies that the holder of the key in `cnf` made this presentation, for this verifier and now (RFC 9901, section 7.3).
 * The claims are looked at only after the signature.
 *
 * @param presented the SD-JWT up to and including its last tilde
 * @returns the nonce that the holder signed
 * @throws CredentialError `key_binding_malformed`, `key_binding_signature_invalid`, `key_binding_nonce_mismatch`, `key_binding_audience_mismatch`,
 *   `key_binding_hash_mismatch`, `key_binding_too_old`, `key_binding_in_future`
 */
export async function verifyKeyBinding(
  keyBindingJwt: string,
  presented: { readonly text: string; readonly hashAlgorithm: HashAlgorithm },
  holderKey: VerificationKey,
  expected: KeyBindingExpectations,
  platform: Pick<Platform, 'digest'>,
): Promise<string> {
  const claims = await verifyHolderSignature(parseKeyBinding(keyBindingJwt), [KEY_BINDING_TYP], holderKey, expected)
  const sdHash = requireText(claims, 'sd_hash')
  const issuedAt = moment(claims, 'iat')
  if (issuedAt === undefined) throw malformed('iat', 'a NumericDate')
  const nonce = checkChallenge(claims, expected)
  if (sdHash !== platform.digest(presented.hashAlgorithm, presented.text)) {
    throw new CredentialError(
      'key_binding_hash_mismatch',
      'What was signed is not what was presented: sd_hash differs.',
      {},
    )
  }
  checkTimes(claims, expected)
  return nonce
}

/**
 * Whether the holder answered this verifier and this request. @returns the nonce
 * @throws CredentialError `key_binding_malformed`, `key_binding_nonce_mismatch`, `key_binding_audience_mismatch`
 */
export function checkChallenge(claims: JsonObject, expected: KeyBindingExpectations): string {
  const nonce = requireText(claims, 'nonce')
  const audience = requireText(claims, 'aud')
  if (expected.nonce !== undefined && nonce !== expected.nonce) {
    throw new CredentialError(
      'key_binding_nonce_mismatch',
      'This presentation answers another request: the nonce differs.',
      {},
    )
  }
  if (audience !== expected.audience) {
    throw new CredentialError('key_binding_audience_mismatch', 'This presentation is meant for another verifier.', {})
  }
  return nonce
}

function requireText(claims: JsonObject, claim: string): string {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  if (typeof value !== 'string') throw malformed(claim, 'a string')
  return value
}

/**
 * Its age, where it tells one (and it has to where nobody asked), and an `exp` or `nbf` of its own: it is a JWT in all other
 * respects too (section 7.3, step 5.8). @throws CredentialError `key_binding_malformed`, `key_binding_too_old`, `key_binding_in_future`
 */
export function checkTimes(claims: JsonObject, expected: KeyBindingExpectations): void {
  const issuedAt = moment(claims, 'iat')
  // What nobody asked for has nothing but its time to tell that it was made now.
  if (issuedAt === undefined && expected.nonce === undefined) throw malformed('iat', 'a NumericDate')
  if (issuedAt !== undefined) checkAge(issuedAt, expected)
  const seconds = expected.now.getTime() / 1000
  const exp = moment(claims, 'exp')
  const nbf = moment(claims, 'nbf')
  if (exp !== undefined && seconds >= exp + expected.skewSeconds) throw tooOld(expected)
  if (nbf !== undefined && seconds < nbf - expected.skewSeconds) throw inFuture()
}

/**
 * Verifies what the holder signed. What is wrong with it must not be taken for a fault of the credential, so it has codes
 * of its own. @returns its claims
 * @throws CredentialError `key_binding_malformed`, `key_binding_signature_invalid`
 */
export async function verifyHolderSignature(
  jws: UnverifiedJws,
  typ: readonly string[],
  holderKey: VerificationKey,
  { algorithms }: KeyBindingExpectations,
): Promise<JsonObject> {
  try {
    await verifyJws(jws, [holderKey], { typ, algorithms, what: 'key binding JWT' })
    return parseJsonObject(jws.payload, 'key binding JWT')
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    if (error.code === 'signature_invalid') {
      const message = 'The key binding JWT was not signed by the holder that the credential names.'
      throw new CredentialError('key_binding_signature_invalid', message, {}, { cause: error })
    }
    throw unreadable(error)
  }
}

/** Takes a key binding JWT apart and checks nothing. @throws CredentialError `key_binding_malformed` */
export function parseKeyBinding(keyBindingJwt: string): UnverifiedJws {
  try {
    return parseJws(keyBindingJwt)
  } catch (error) {
    throw error instanceof CredentialError ? unreadable(error) : error
  }
}

function moment(claims: JsonObject, claim: string): number | undefined {
  try {
    return numericDate(claims, claim)
  } catch {
    throw malformed(claim, 'a NumericDate')
  }
}

function unreadable(cause: CredentialError): CredentialError<'key_binding_malformed'> {
  return new CredentialError('key_binding_malformed', cause.message, { claim: cause.code }, { cause })
}

function checkAge(issuedAt: number, expected: KeyBindingExpectations): void {
  const ageSeconds = expected.now.getTime() / 1000 - issuedAt
  if (ageSeconds > expected.maxAgeSeconds + expected.skewSeconds) throw tooOld(expected)
  if (ageSeconds < -expected.skewSeconds) throw inFuture()
}

function tooOld({ maxAgeSeconds }: KeyBindingExpectations): CredentialError<'key_binding_too_old'> {
  const message = `The presentation has expired or is older than ${maxAgeSeconds} seconds; ask for a new one.`
  return new CredentialError('key_binding_too_old', message, { maxAgeSeconds })
}

function inFuture(): CredentialError<'key_binding_in_future'> {
  return new CredentialError('key_binding_in_future', 'The presentation was made in the future; check both clocks.', {})
}

/** Makes the key binding JWT for a presentation (RFC 9901, section 4.3). */
export async function createKeyBindingJwt(
  presented: string,
  request: { readonly nonce: string; readonly audience: string; readonly now: Date },
  { signer, platform }: { readonly signer: Signer; readonly platform: Pick<Platform, 'digest'> },
): Promise<string> {
  const claims = {
    iat: Math.floor(request.now.getTime() / 1000),
    aud: request.audience,
    nonce: request.nonce,
    sd_hash: platform.digest('sha-256', presented),
  }
  return signJws({ typ: KEY_BINDING_TYP }, claims, signer)
}

function malformed(claim: string, expected: string): CredentialError<'key_binding_malformed'> {
  return new CredentialError('key_binding_malformed', `The key binding JWT needs ${claim} as ${expected}.`, { claim })
}
