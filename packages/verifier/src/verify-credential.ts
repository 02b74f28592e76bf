import {
  BAI_ALGORITHMS,
  type ClaimPath,
  CredentialError,
  type CredentialQuery,
  createDidResolver,
  type FoundBundleIssuer,
  type JsonObject,
  type KeyBindingPolicy,
  keyOf,
  namesDidWeb,
  numericDate,
  type Platform,
  type PublicJwk,
  resolveDid,
  type StatusReference,
  type TrustedIssuer,
  type UnverifiedIssuerHint,
  verifyJwtPresentation,
  verifySdJwtVc,
  verifyW3cSdJwt,
} from '@bai/credential'
import { DEVELOPMENT_ISSUER, findIssuerKeys } from './find-issuer-keys.ts'
import { isStanding, type MadeRequest, ONE_SCAN_SECONDS, type StandingRequest } from './standing-request.ts'
import type { VerificationContext } from './verify-presentation.ts'

/** A credential whose signature, digests, validity and holder are good, whatever its format. */
export type VerifiedCredential = {
  /** `vct`, or the types of a W3C credential. */
  readonly types: readonly string[]
  readonly claims: JsonObject
  readonly disclosedPaths: readonly ClaimPath[]
  readonly status: StatusReference | undefined
  /** In seconds. */
  readonly issuedAt: number | undefined
  readonly holderNonce: string | undefined
  /** The certificates of its header, as they were signed. */
  readonly x5c: unknown
}

/**
 * Structure, issuer's signature, digests, validity, key binding: the first failure ends it, before anything else is read.
 *
 * @param meet is told which issuer of the bundle a credential claims to be from, before its signature is looked at
 * @throws CredentialError
 */
export async function verifyCredential(
  presentation: string,
  { format }: CredentialQuery,
  context: VerificationContext,
  platform: Platform,
  meet: (issuer: TrustedIssuer | undefined) => void,
): Promise<VerifiedCredential> {
  const { bundle, policy, now, request, verifyCertificates, trustedForDevelopment } = context
  const resolver = createDidResolver((did) => bundle.issuers.get(did)?.didDocument)
  let issuer: TrustedIssuer | undefined
  let x5c: unknown
  const note = (found: FoundBundleIssuer | undefined) => {
    issuer = found?.issuer
    meet(issuer)
    return found?.keys ?? []
  }
  const options = {
    now,
    skewSeconds: policy.skew_seconds,
    algorithms: BAI_ALGORITHMS,
    keyBinding: keyBindingFor(request, policy),
    findKeys: (hint: UnverifiedIssuerHint) => {
      x5c = hint.x5c
      const found = findIssuerKeys(hint, { bundle, now, platform, verifyCertificates, trustedForDevelopment })
      return found instanceof Promise ? found.then(note) : note(found)
    },
    resolveHolderKey: (kid: string) => findHolderKey(kid, resolver),
  }
  if (format === 'dc+sd-jwt') {
    const { vct, claims, disclosedPaths, status, holderNonce } = await verifySdJwtVc(presentation, options, platform)
    return { types: [vct], claims, disclosedPaths, status, holderNonce, issuedAt: issuedAt(claims), x5c }
  }
  const verify = format === 'vc+sd-jwt' ? verifyW3cSdJwt : verifyJwtPresentation
  const { types, claims, disclosedPaths, status, holderNonce, ...w3c } = await verify(presentation, options, platform)
  if (issuer !== DEVELOPMENT_ISSUER && w3c.issuer !== issuer?.id && !namesDidWeb(w3c.issuer, issuer?.id ?? ''))
    throw new CredentialError('issuer_mismatch', 'The credential names another issuer than the one that signed it.', {})
  return { types, claims, disclosedPaths, status, holderNonce, issuedAt: issuedAt(claims), x5c }
}

/** What the holder must have signed. Only paper is excused, and only where the policy takes it. */
function keyBindingFor(
  request: MadeRequest | StandingRequest,
  { max_age_seconds }: VerificationContext['policy'],
): KeyBindingPolicy {
  const binding = { mode: 'required', algorithms: BAI_ALGORITHMS } as const
  if (!isStanding(request)) {
    return { ...binding, nonce: request.nonce, audience: request.client_id, maxAgeSeconds: max_age_seconds }
  }
  if (request.manner === 'printed') return { mode: 'absent' }
  return { ...binding, nonce: undefined, audience: request.client_id, maxAgeSeconds: ONE_SCAN_SECONDS }
}

/** That the holder's key cannot be found must not be taken for a fault of the issuer's. */
async function findHolderKey(kid: string, resolver: ReturnType<typeof createDidResolver>): Promise<PublicJwk> {
  try {
    return keyOf(await resolveDid(resolver, kid), kid, 'authentication')
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    const message = 'The key that the credential names for its holder cannot be found offline.'
    throw new CredentialError('key_binding_key_missing', message, {}, { cause })
  }
}

function issuedAt(claims: JsonObject): number | undefined {
  return numericDate(claims, 'iat') ?? numericDate(claims, 'nbf')
}
