import { CredentialError } from '../errors.ts'
import { isJsonObject, parseJsonObject } from '../json.ts'
import type { Platform } from '../platform.ts'
import { parseSdJwt } from '../sd-jwt/compact.ts'
import { checkChallenge, checkTimes, verifyHolderSignature } from '../sd-jwt/key-binding.ts'
import { importHolderKey, type VerifiedSdJwt, type VerifySdJwtOptions, verifySdJwt } from '../sd-jwt/verify.ts'
import { checkW3cClaims, type W3cClaims } from './claims.ts'

/** VC-JOSE-COSE, section 3.2.1. */
export const W3C_SD_JWT_TYP = 'vc+sd-jwt'
/** Section 3.2.2: a presentation of the W3C model, signed by the holder, with the credential in an envelope. */
const W3C_PRESENTATION_TYP = 'vp+sd-jwt'
const ENVELOPE = 'data:application/vc+sd-jwt,'

export type VerifyW3cOptions = Omit<VerifySdJwtOptions, 'typ'>
export type VerifiedW3cCredential = Pick<VerifiedSdJwt, 'claims' | 'disclosedPaths' | 'holderNonce'> & W3cClaims

/**
 * Verifies a W3C credential of the data model 2.0 in an SD-JWT, presented in either of the two ways that are in use: as an
 * SD-JWT+KB, or enveloped in a `vp+sd-jwt` whose signature takes the place of the key binding. All but its status.
 *
 * @throws CredentialError those of `verifySdJwt` and `checkW3cClaims`; `key_binding_*` for the envelope
 */
export async function verifyW3cSdJwt(
  text: string,
  options: VerifyW3cOptions,
  platform: Platform,
): Promise<VerifiedW3cCredential> {
  const { typ } = parseSdJwt(text).jws.header
  if (typ === W3C_PRESENTATION_TYP && options.keyBinding.mode === 'required')
    return verifyEnveloped(text, options, options.keyBinding, platform)
  return verifyCredential(text, options, platform)
}

async function verifyCredential(
  text: string,
  options: VerifyW3cOptions,
  platform: Platform,
): Promise<VerifiedW3cCredential> {
  const { claims, disclosedPaths, holderNonce } = await verifySdJwt(
    text,
    { ...options, typ: [W3C_SD_JWT_TYP] },
    platform,
  )
  return { claims, disclosedPaths, holderNonce, ...checkW3cClaims({ claims, disclosedPaths }, '2.0', options) }
}

async function verifyEnveloped(
  text: string,
  options: VerifyW3cOptions,
  keyBinding: Extract<VerifyW3cOptions['keyBinding'], { readonly mode: 'required' }>,
  platform: Platform,
): Promise<VerifiedW3cCredential> {
  const { jws, disclosures, keyBindingJwt } = parseSdJwt(text)
  if (disclosures.length > 0 || keyBindingJwt !== undefined) throw malformed('presentation_with_parts')
  const credential = readEnvelope(parseJsonObject(jws.payload, 'presentation')['verifiableCredential'])
  const verified = await verifyCredential(credential, { ...options, keyBinding: { mode: 'absent' } }, platform)
  const key = await importHolderKey(verified.claims, options, platform)
  const expected = { ...keyBinding, now: options.now, skewSeconds: options.skewSeconds }
  const claims = await verifyHolderSignature(jws, [W3C_PRESENTATION_TYP], key, expected)
  const holderNonce = checkChallenge(claims, expected)
  checkTimes(claims, expected)
  return { ...verified, holderNonce }
}

/** VCDM 2.0, section 4.13. One credential answers one query. */
function readEnvelope(value: unknown): string {
  const [envelope, ...others] = Array.isArray(value) ? value : [value]
  if (others.length > 0 || !isJsonObject(envelope)) throw malformed('not_one_credential')
  const { id } = envelope
  if (typeof id !== 'string' || !id.startsWith(ENVELOPE)) throw malformed('not_an_envelope')
  return id.slice(ENVELOPE.length)
}

function malformed(reason: string): CredentialError<'sd_jwt_malformed'> {
  const message = 'A vp+sd-jwt holds one credential in an envelope, and nothing beside it.'
  return new CredentialError('sd_jwt_malformed', message, { reason })
}
