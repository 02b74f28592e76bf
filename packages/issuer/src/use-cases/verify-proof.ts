import {
  BAI_ALGORITHMS,
  CredentialError,
  createDidResolver,
  isJsonObject,
  type JsonObject,
  keyOf,
  numericDate,
  type PublicJwk,
  parseJsonObject,
  parseJws,
  parsePublicJwk,
  resolveDid,
  verifyJws,
} from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

/** The key that a proof proves, and how the credential is to name it: in the form of the proof. */
export type ProvenKey = {
  readonly publicJwk: PublicJwk
  readonly confirmation: JsonObject
  readonly nonce: string
  /** What a wallet provider says of the key, not yet looked at. */
  readonly keyAttestation: string | undefined
  readonly claims: JsonObject
}

const PROOF_TYP = 'openid4vci-proof+jwt'
const MAX_AGE_SECONDS = 300
const SKEW_SECONDS = 60

/**
 * Verifies a key proof (OpenID4VCI 1.0, appendix F.1 and F.4): signed by the very key it names, for this issuer, now.
 * The nonce is returned and not yet used up.
 *
 * @param typ of its header: a proof for one purpose is none for another
 * @throws IssuerError `proof_invalid`
 */
export async function verifyProof(
  proof: string,
  dependencies: IssuerDependencies,
  typ: string = PROOF_TYP,
): Promise<ProvenKey> {
  try {
    const jws = parseJws(proof)
    const { publicJwk, confirmation } = await proofKey(jws.header)
    await verifyJws(jws, [await dependencies.platform.importKey(publicJwk)], {
      typ: [typ],
      algorithms: BAI_ALGORITHMS,
      what: 'proof',
    })
    const claims = parseJsonObject(jws.payload, 'proof')
    const { key_attestation: keyAttestation } = jws.header
    return {
      publicJwk,
      confirmation,
      nonce: checkProofClaims(claims, dependencies),
      claims,
      keyAttestation: typeof keyAttestation === 'string' ? keyAttestation : undefined,
    }
  } catch (error) {
    if (error instanceof CredentialError) throw invalid(error.message, error.code)
    throw error
  }
}

/** Exactly one of `jwk`, `kid` and `x5c`; certificates are not taken yet. A `kid` is a DID URL that needs no look-up. */
async function proofKey(header: JsonObject): Promise<{ publicJwk: PublicJwk; confirmation: JsonObject }> {
  const named = ['jwk', 'kid', 'x5c'].filter((name) => Object.hasOwn(header, name))
  if (named.length !== 1) throw invalid('A proof names its key by exactly one of jwk, kid and x5c.', 'key')
  if (isJsonObject(header['jwk'])) {
    const { kty, crv, x, y } = parsePublicJwk(header['jwk'])
    if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined)
      throw invalid('The key of a proof is on P-256.', 'key')
    const publicJwk: PublicJwk = { kty, crv, x, y }
    return { publicJwk, confirmation: { jwk: publicJwk } }
  }
  const { kid } = header
  if (typeof kid !== 'string')
    throw invalid('A proof names its key by jwk or by kid, a DID URL of did:jwk or did:key.', 'key')
  const resolver = createDidResolver(() => undefined)
  const publicJwk = keyOf(await resolveDid(resolver, kid), kid, 'authentication')
  return { publicJwk, confirmation: { kid } }
}

function checkProofClaims(claims: JsonObject, { configuration, now }: IssuerDependencies): string {
  if (claims['aud'] !== configuration.credentialIssuer)
    throw invalid('aud must be the credential issuer identifier.', 'aud')
  const iat = numericDate(claims, 'iat')
  if (iat === undefined) throw invalid('iat is required.', 'iat')
  const age = now().getTime() / 1000 - iat
  if (age > MAX_AGE_SECONDS + SKEW_SECONDS || age < -SKEW_SECONDS)
    throw invalid('iat is not now; check the clock.', 'iat')
  const { nonce } = claims
  if (typeof nonce !== 'string' || nonce === '')
    throw invalid('nonce is required; fetch one from the nonce endpoint.', 'nonce')
  return nonce
}

function invalid(message: string, reason: string): IssuerError<'proof_invalid'> {
  return new IssuerError('proof_invalid', message, { reason })
}
