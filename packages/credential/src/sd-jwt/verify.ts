import { CredentialError } from '../errors.ts'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import { type PublicJwk, parsePublicJwk } from '../jose/jwk.ts'
import { verifyJws } from '../jose/jws.ts'
import { checkValidity, type Moment } from '../jose/validity.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../json.ts'
import { HASH_ALGORITHMS, type HashAlgorithm, type Platform, type VerificationKey } from '../platform.ts'
import { parseSdJwt, type UnverifiedSdJwt } from './compact.ts'
import { type KeyBindingExpectations, parseKeyBinding, verifyKeyBinding } from './key-binding.ts'
import { type ReconstructedClaims, reconstructClaims } from './reconstruct.ts'

/**
 * Whether the holder must prove the key in `cnf`. It has no default, for RFC 9901, section 7.3, step 1 makes it the
 * verifier's decision and forbids inferring it from what was sent.
 * `absent`: as issued, a key binding JWT is refused. `ignored`: not checked, there or not. `required`: checked, always.
 */
export type KeyBindingPolicy =
  | { readonly mode: 'absent' }
  | { readonly mode: 'ignored' }
  | ({ readonly mode: 'required' } & Omit<KeyBindingExpectations, 'now' | 'skewSeconds'>)

/** All that may be read before the signature is good: enough to find the key, and to be believed in nothing. */
export type UnverifiedIssuerHint = {
  readonly kid: unknown
  readonly x5c: unknown
  readonly iss: unknown
  readonly vct: unknown
}

export type VerifySdJwtOptions = Moment & {
  readonly findKeys: (hint: UnverifiedIssuerHint) => readonly VerificationKey[] | Promise<readonly VerificationKey[]>
  readonly typ?: readonly string[] | undefined
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
  readonly keyBinding: KeyBindingPolicy
  /** Where `cnf` names its key by `kid`, a DID URL; left out: only `cnf.jwk` is known. */
  readonly resolveHolderKey?: ((kid: string) => Promise<PublicJwk>) | undefined
}

export type VerifiedSdJwt = ReconstructedClaims & {
  readonly header: JsonObject
  readonly hashAlgorithm: HashAlgorithm
  /** What the holder signed as the nonce; undefined where key binding was not verified. */
  readonly holderNonce: string | undefined
}

/**
 * Verifies an SD-JWT or SD-JWT+KB (RFC 9901, sections 7.1 and 7.3), in this order: structure, issuer's signature,
 * digests, validity, key binding.
 *
 * @throws CredentialError see the parts; the first failure ends it
 */
export async function verifySdJwt(
  text: string,
  options: VerifySdJwtOptions,
  platform: Platform,
): Promise<VerifiedSdJwt> {
  const sdJwt = parseSdJwt(text)
  checkKeyBindingPresence(sdJwt, options.keyBinding)
  const payload = await verifyIssuer(sdJwt, options)
  const hashAlgorithm = readHashAlgorithm(payload)
  const reconstructed = reconstructClaims(payload, sdJwt.disclosures, (disclosure) =>
    platform.digest(hashAlgorithm, disclosure),
  )
  checkValidity(reconstructed.claims, options)
  let holderNonce: string | undefined
  if (options.keyBinding.mode === 'required') {
    const { nonce, audience, maxAgeSeconds, algorithms } = options.keyBinding
    const { now, skewSeconds } = options
    holderNonce = await verifyKeyBinding(
      sdJwt.keyBindingJwt ?? '',
      { text: sdJwt.presented, hashAlgorithm },
      await importHolderKey(reconstructed.claims, options, platform),
      { nonce, audience, maxAgeSeconds, algorithms, now, skewSeconds },
      platform,
    )
  }
  const { claims, disclosedPaths } = reconstructed
  return { claims, disclosedPaths, header: sdJwt.jws.header, hashAlgorithm, holderNonce }
}

function checkKeyBindingPresence({ keyBindingJwt }: UnverifiedSdJwt, { mode }: KeyBindingPolicy): void {
  if (mode === 'required' && keyBindingJwt === undefined) {
    throw new CredentialError(
      'key_binding_missing',
      'The holder did not prove possession: the key binding JWT is missing.',
      {},
    )
  }
  // Section 7.2: a holder refuses an issuer's SD-JWT that already carries one.
  if (mode === 'absent' && keyBindingJwt !== undefined) {
    throw new CredentialError('key_binding_unexpected', 'An SD-JWT as issued carries no key binding JWT.', {})
  }
  // Section 7.3, step 3: it is taken apart even where it is not checked. Anything else after the last tilde is no SD-JWT+KB.
  if (mode === 'ignored' && keyBindingJwt !== undefined) parseKeyBinding(keyBindingJwt)
}

async function verifyIssuer({ jws }: UnverifiedSdJwt, options: VerifySdJwtOptions): Promise<JsonObject> {
  const payload = parseJsonObject(jws.payload, 'payload')
  const { kid, x5c } = jws.header
  const found = options.findKeys({ kid, x5c, iss: payload['iss'], vct: payload['vct'] })
  const keys = Array.isArray(found) ? (found as readonly VerificationKey[]) : await found
  await verifyJws(jws, keys, {
    typ: options.typ,
    algorithms: options.algorithms,
    what: 'issuer-signed JWT',
  })
  return payload
}

function readHashAlgorithm(payload: JsonObject): HashAlgorithm {
  const name = Object.hasOwn(payload, '_sd_alg') ? payload['_sd_alg'] : 'sha-256'
  const algorithm = HASH_ALGORITHMS.find((supported) => supported === name)
  if (algorithm === undefined) {
    const supported = HASH_ALGORITHMS
    throw new CredentialError('hash_algorithm_unsupported', `_sd_alg must be ${supported.join(', ')}.`, { supported })
  }
  return algorithm
}

/** The key in `cnf`, imported. @throws CredentialError `key_binding_key_missing`, `key_invalid` */
export function importHolderKey(
  claims: JsonObject,
  options: Pick<VerifySdJwtOptions, 'resolveHolderKey'>,
  platform: Platform,
): VerificationKey | Promise<VerificationKey> {
  const jwk = confirmationKey(claims, options)
  return 'kty' in jwk ? platform.importKey(jwk) : jwk.then((resolved) => platform.importKey(resolved))
}

/** RFC 7800, section 3: the key of the holder, as a JWK or, with a DID, by name. */
function confirmationKey(
  claims: JsonObject,
  { resolveHolderKey }: Pick<VerifySdJwtOptions, 'resolveHolderKey'>,
): PublicJwk | Promise<PublicJwk> {
  const cnf = Object.hasOwn(claims, 'cnf') ? claims['cnf'] : undefined
  if (isJsonObject(cnf)) {
    if (cnf['jwk'] !== undefined) return parsePublicJwk(cnf['jwk'])
    if (typeof cnf['kid'] === 'string' && resolveHolderKey) return resolveHolderKey(cnf['kid'])
  }
  throw new CredentialError('key_binding_key_missing', 'The credential names no key of its holder in cnf.', {})
}
