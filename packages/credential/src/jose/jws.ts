import { decodeBase64url, encodeBase64url, encodeBase64urlText } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import { type JsonObject, parseJsonObject } from '../json.ts'
import type { Signer, VerificationKey } from '../platform.ts'
import {
  ALL_SIGNATURE_ALGORITHMS,
  isSignatureAlgorithm,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from './algorithms.ts'

/** A compact JWS that was taken apart and not yet verified (RFC 7515, section 7.1). */
export type UnverifiedJws = {
  readonly header: JsonObject
  readonly payload: string
  readonly signingInput: string
  readonly signature: Uint8Array
}

export type JwsExpectations = {
  /** Accepted values of `typ`, without `application/` (RFC 7515, section 4.1.9); left out: any. */
  readonly typ?: readonly string[] | undefined
  /** Accepted algorithms; left out: every asymmetric one that fits the key. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
  /** Names what is verified in a `signature_invalid`. */
  readonly what: string
}

/** Takes a compact JWS apart. @throws CredentialError `jws_malformed`, `base64url_malformed`, `json_malformed` */
export function parseJws(text: string): UnverifiedJws {
  const firstDot = text.indexOf('.')
  const lastDot = text.lastIndexOf('.')
  if (
    firstDot <= 0 ||
    firstDot === lastDot ||
    text.indexOf('.', firstDot + 1) !== lastDot ||
    lastDot === text.length - 1
  ) {
    throw new CredentialError('jws_malformed', 'A compact JWS has three parts, none of header and signature empty.', {
      part: 'structure',
    })
  }
  return {
    header: parseJsonObject(text.slice(0, firstDot), 'JWS header'),
    payload: text.slice(firstDot + 1, lastDot),
    signingInput: text.slice(0, lastDot),
    signature: decodeBase64url(text.slice(lastDot + 1), 'signature'),
  }
}

/**
 * Verifies against the given keys, of which the first that fits decides.
 *
 * @throws CredentialError `typ_unexpected`, `critical_header_unsupported`, `algorithm_not_allowed`, `key_not_found`, `signature_invalid`
 */
export async function verifyJws(
  jws: UnverifiedJws,
  keys: readonly VerificationKey[],
  expected: JwsExpectations,
): Promise<void> {
  const algorithm = checkJwsHeader(jws.header, expected)
  const size: number | undefined = SIGNATURE_ALGORITHMS[algorithm].signatureBytes
  const fitting = keys.filter((key) => key.algorithms.includes(algorithm))
  if (fitting.length === 0)
    throw new CredentialError('key_not_found', 'No trusted key fits the kid and alg of this JWS.', {})
  if (size === undefined || jws.signature.length === size) {
    for (const key of fitting) {
      const verified = key.verify(algorithm, jws.signingInput, jws.signature)
      // Only what has to be waited for is waited for: most keys answer at once.
      if (typeof verified === 'boolean' ? verified : await verified) return
    }
  }
  throw new CredentialError('signature_invalid', `The signature of the ${expected.what} does not verify.`, {
    what: expected.what,
  })
}

/** The checks on a header that need no key; returns its algorithm. */
function checkJwsHeader(header: JsonObject, expected: JwsExpectations): SignatureAlgorithm {
  const { alg, typ } = header
  // RFC 7515, section 4.1.11: a recipient must reject what it is told to understand and does not. `b64` would be one.
  if (Object.hasOwn(header, 'crit')) {
    throw new CredentialError(
      'critical_header_unsupported',
      'The JWS header lists critical extensions; none is supported.',
      {},
    )
  }
  if (expected.typ !== undefined && !(typeof typ === 'string' && expected.typ.includes(normalizeMediaType(typ)))) {
    throw new CredentialError(
      'typ_unexpected',
      `The typ of the ${expected.what} must be ${expected.typ.join(' or ')}.`,
      {
        expected: expected.typ,
      },
    )
  }
  const allowed = expected.algorithms ?? ALL_SIGNATURE_ALGORITHMS
  if (!isSignatureAlgorithm(alg) || !allowed.includes(alg)) {
    throw new CredentialError(
      'algorithm_not_allowed',
      `The alg of the ${expected.what} must be ${allowed.join(', ')}.`,
      { allowed },
    )
  }
  return alg
}

/** RFC 7515, section 4.1.9: case is ignored and `application/` may be left out. */
function normalizeMediaType(typ: string): string {
  const lower = typ.toLowerCase()
  return lower.startsWith('application/') ? lower.slice('application/'.length) : lower
}

/** Signs a payload. `alg` comes from the signer, so that header and key cannot disagree. */
export async function signJws(header: JsonObject, payload: JsonObject, signer: Signer): Promise<string> {
  const protectedHeader = encodeBase64urlText(JSON.stringify({ alg: signer.algorithm, ...header }))
  const signingInput = `${protectedHeader}.${encodeBase64urlText(JSON.stringify(payload))}`
  return `${signingInput}.${encodeBase64url(await signer.sign(signingInput))}`
}

/**
 * The keys a header may mean: those of its `kid`; without a `kid`, or where no key carries one, all.
 */
export function keysForKid(keys: readonly VerificationKey[], kid: unknown): readonly VerificationKey[] {
  if (kid === undefined || keys.every((key) => key.kid === undefined)) return keys
  return keys.filter((key) => key.kid === kid)
}
