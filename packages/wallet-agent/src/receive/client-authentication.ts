import { encodeBase64url, parseJsonObject, parseJws, signJws } from '@bai/credential'
import {
  type CallbackContext,
  clientAuthenticationAnonymous,
  clientAuthenticationNone,
  SupportedClientAuthenticationMethod,
} from '@openid4vc/oauth2'
import type { WalletAttestation, WalletDependencies } from '../ports.ts'

type Dependencies = Pick<WalletDependencies, 'walletAttestation' | 'randomBytes' | 'now'>

const POP_SECONDS = 60
const JTI_BYTES = 24

/**
 * How this wallet says who it is to an authorization server: by its name, or by nothing where it has none; and by the
 * attestation of its provider where it has one and the server takes such (OpenID4VCI 1.0, appendix E; HAIP 1.0, section 4.4).
 * A proof is made for each request anew, for a server takes it once.
 */
export function clientAuthentication(
  clientId: string | undefined,
  dependencies: Dependencies,
): CallbackContext['clientAuthentication'] {
  const byName = clientId === undefined ? clientAuthenticationAnonymous() : clientAuthenticationNone({ clientId })
  const { walletAttestation } = dependencies
  if (walletAttestation === undefined) return byName
  return async (request) => {
    await byName(request)
    const { issuer, token_endpoint_auth_methods_supported: methods = [] } = request.authorizationServerMetadata
    if (!methods.includes(SupportedClientAuthenticationMethod.ClientAttestationJwt)) return
    const attested = await walletAttestation(issuer)
    request.headers.set('OAuth-Client-Attestation', attested.attestation)
    request.headers.set('OAuth-Client-Attestation-PoP', await provePossession(attested, issuer, dependencies))
  }
}

/** draft-ietf-oauth-attestation-based-client-auth, section 5.2: for this server and this moment, by the attested key. */
function provePossession(
  { attestation, signer }: WalletAttestation,
  audience: string,
  { randomBytes, now }: Dependencies,
): Promise<string> {
  const { sub } = parseJsonObject(parseJws(attestation).payload, 'wallet attestation')
  if (typeof sub !== 'string') throw new TypeError('A wallet attestation names the client in sub.')
  const iat = Math.floor(now().getTime() / 1000)
  const jti = encodeBase64url(randomBytes(JTI_BYTES))
  // Drafts differ on iss and exp: what one of them requires does no harm to the others.
  const claims = { iss: sub, aud: audience, iat, exp: iat + POP_SECONDS, jti }
  return signJws({ typ: 'oauth-client-attestation-pop+jwt' }, claims, signer)
}
