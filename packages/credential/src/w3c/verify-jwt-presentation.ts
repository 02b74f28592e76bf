import { CredentialError } from '../errors.ts'
import { parseJws, verifyJws } from '../jose/jws.ts'
import { checkValidity } from '../jose/validity.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../json.ts'
import type { Platform, VerificationKey } from '../platform.ts'
import { checkChallenge, checkTimes, verifyHolderSignature } from '../sd-jwt/key-binding.ts'
import { importHolderKey } from '../sd-jwt/verify.ts'
import { checkW3cClaims } from './claims.ts'
import type { VerifiedW3cCredential, VerifyW3cOptions } from './verify-sd-jwt.ts'

/** Normalised; RFC 7519, section 5.1. */
const TYP = ['jwt']
const MAX_LENGTH = 1_000_000

/**
 * Verifies a W3C credential of the data model 1.1 as a JWT in a presentation that is a JWT too (VCDM 1.1, section 6.3.1;
 * OpenID4VP 1.0, appendix B.1.3.1), all but its status. Nothing in it is selectively disclosed: who shows it, shows all.
 *
 * @throws CredentialError `too_large`, `jws_malformed`, `claim_*`, `signature_invalid`, `key_not_found`, `key_binding_*`
 */
export async function verifyJwtPresentation(
  text: string,
  options: VerifyW3cOptions,
  platform: Platform,
): Promise<VerifiedW3cCredential> {
  if (text.length > MAX_LENGTH)
    throw new CredentialError('too_large', 'The presentation is too large.', {
      what: 'presentation',
      limit: MAX_LENGTH,
    })
  if (options.keyBinding.mode !== 'required')
    throw new CredentialError('key_binding_missing', 'A credential as a JWT is shown with its holder’s key only.', {})
  const presentation = parseJws(text)
  const credential = readCredential(parseJsonObject(presentation.payload, 'presentation'))
  const payload = await verifyCredential(credential, options)
  const claims = { ...(payload['vc'] as JsonObject), ...registeredClaims(payload) }
  const w3c = checkW3cClaims({ claims, disclosedPaths: [] }, '1.1', options)
  const key = await holderKeyOf(claims, presentation.header['kid'], options, platform)
  const expected = { ...options.keyBinding, now: options.now, skewSeconds: options.skewSeconds }
  const answer = await verifyHolderSignature(presentation, TYP, key, expected)
  const holderNonce = checkChallenge(answer, expected)
  checkTimes(answer, expected)
  return { claims, disclosedPaths: [], holderNonce, ...w3c }
}

function readCredential({ vp }: JsonObject): string {
  const credentials = isJsonObject(vp) ? vp['verifiableCredential'] : undefined
  const [credential, ...others] = Array.isArray(credentials) ? credentials : [credentials]
  if (typeof credential === 'string' && others.length === 0) return credential
  throw new CredentialError('claim_invalid', 'vp must hold one credential as a JWT.', {
    claim: 'vp',
    expected: 'one credential as a JWT',
  })
}

async function verifyCredential(text: string, options: VerifyW3cOptions): Promise<JsonObject> {
  const jws = parseJws(text)
  const payload = parseJsonObject(jws.payload, 'payload')
  const { kid, x5c } = jws.header
  const keys = await options.findKeys({ kid, x5c, iss: payload['iss'], vct: undefined })
  await verifyJws(jws, keys, { typ: TYP, algorithms: options.algorithms, what: 'issuer-signed JWT' })
  checkValidity(payload, options)
  if (isJsonObject(payload['vc'])) return payload
  throw new CredentialError('claim_missing', 'A credential as a JWT stands in vc.', { claim: 'vc' })
}

/** What stands beside `vc`; `iss` is the issuer (VCDM 1.1, section 6.3.1). */
function registeredClaims(payload: JsonObject): JsonObject {
  const names = ['iss', 'sub', 'iat', 'nbf', 'exp', 'cnf', 'status']
  const { iss } = payload
  return {
    ...Object.fromEntries(names.flatMap((name) => (payload[name] === undefined ? [] : [[name, payload[name]]]))),
    ...(iss !== undefined && { issuer: iss }),
  }
}

/** The key in `cnf`; without one, the subject's, which is a DID that the presentation names its key of. */
function holderKeyOf(
  claims: JsonObject,
  kid: unknown,
  options: VerifyW3cOptions,
  platform: Platform,
): VerificationKey | Promise<VerificationKey> {
  if (claims['cnf'] !== undefined) return importHolderKey(claims, options, platform)
  const subject = claims['credentialSubject']
  const id = isJsonObject(subject) ? subject['id'] : undefined
  const ofSubject = typeof id === 'string' && typeof kid === 'string' && kid.split('#')[0] === id
  return importHolderKey(ofSubject ? { cnf: { kid } } : {}, options, platform)
}
