import { encodeBase64url } from '@bai/credential'
import type { IssuerMetadataResult } from '@openid4vc/openid4vci'
import { WalletError } from '../errors.ts'
import { createOpenidClient, jwkSigner } from '../openid-client.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'
import { authorizationServerOf, supportsDpop } from './access.ts'
import { answered } from './answered.ts'
import { DEFAULT_COPIES } from './collect-holdings.ts'
import type { PendingAuthorization } from './pending-authorization.ts'
import { configurationOf, type Offer, readOffer, resolveIssuer } from './read-offer.ts'
import { withNewKeys } from './with-new-keys.ts'

export type AuthorizationInput = {
  readonly offer: string
  /** Who this wallet is to the issuer. */
  readonly clientId: string
  /** Where the browser brings the answer. */
  readonly redirectUri: string
  /** Wanted of each credential, at most 100. Left out: 10. */
  readonly copies?: number
}
export type StartedAuthorization = {
  /** To be opened in the browser of the person. */
  readonly authorizationUrl: string
  /** To be kept, in a place as safe as the store, until the browser comes back; good for half an hour. */
  readonly pending: PendingAuthorization
}

const STATE_BYTES = 24
const VERIFIER_BYTES = 48
const LIFETIME_MILLISECONDS = 1_800_000

/**
 * Asks for permission to receive what an offer names, from the person at the issuer's own page (OpenID4VCI 1.0, section 5):
 * pushed where the server takes that (RFC 9126), always with PKCE by S256 (RFC 9700, section 2.1.1), and with DPoP where
 * the server knows it. Nothing is stored but the key of the token to come.
 *
 * @throws WalletError `offer_malformed`, `offer_grant_unsupported`, `configuration_unsupported`, `issuer_refused`,
 *   `issuer_answer_malformed`; CredentialError
 */
export async function startAuthorization(
  input: AuthorizationInput,
  dependencies: WalletDependencies,
): Promise<StartedAuthorization> {
  const offer = await readOffer(input.offer, dependencies)
  const grant = grantOf(offer)
  const issuerMetadata = await resolveIssuer(offer.credential_issuer, dependencies)
  const wanted = wantedOf(offer, issuerMetadata, dependencies)
  const server = authorizationServerOf(issuerMetadata, grant.authorization_server)
  return withNewKeys(supportsDpop(server) ? 1 : 0, dependencies, async ([dpopKey]) => {
    const state = encodeBase64url(dependencies.randomBytes(STATE_BYTES))
    const codeVerifier = encodeBase64url(dependencies.randomBytes(VERIFIER_BYTES))
    const { oauth } = clientFor(input, dpopKey, dependencies)
    const { authorizationRequestUrl } = await answered(() =>
      oauth.createAuthorizationRequestUrl({
        // Without this the library leaves PKCE out, or takes `plain`, where the server does not speak of it.
        authorizationServerMetadata: { ...server, code_challenge_methods_supported: ['S256'] },
        clientId: input.clientId,
        redirectUri: input.redirectUri,
        resource: offer.credential_issuer,
        state,
        pkceCodeVerifier: codeVerifier,
        ...(wanted.scope !== undefined && { scope: wanted.scope }),
        additionalRequestPayload: {
          ...wanted.payload,
          ...(grant.issuer_state !== undefined && { issuer_state: grant.issuer_state }),
        },
        ...(dpopKey && { dpop: { signer: jwkSigner(dpopKey) } }),
      }),
    )
    const pending: PendingAuthorization = {
      issuer: offer.credential_issuer,
      configurationIds: offer.configurationIds,
      authorizationServer: server.issuer,
      clientId: input.clientId,
      redirectUri: input.redirectUri,
      state,
      codeVerifier,
      copies: input.copies ?? DEFAULT_COPIES,
      expiresAt: new Date(dependencies.now().getTime() + LIFETIME_MILLISECONDS).toISOString(),
      dpopKeyId: dpopKey?.id,
    }
    const value = { authorizationUrl: authorizationRequestUrl, pending }
    return { value, keptKeyIds: dpopKey === undefined ? [] : [dpopKey.id] }
  })
}

function clientFor(
  { clientId }: AuthorizationInput,
  dpopKey: HolderKey | undefined,
  dependencies: WalletDependencies,
): ReturnType<typeof createOpenidClient> {
  return createOpenidClient({ clientId, keys: dpopKey ? [dpopKey] : [] }, dependencies)
}

function grantOf({ grants }: Offer) {
  // OpenID4VCI 1.0, section 4.1.1: without grants the wallet takes what the issuer's metadata say.
  if (grants === undefined) return {}
  const grant = grants.authorization_code
  if (grant !== undefined) return grant
  const message = 'The issuer does not want anybody to sign in for this offer; receive it with its code.'
  throw new WalletError('offer_grant_unsupported', message, {})
}

/** Section 5.1: by scope where each credential has one, else by authorization_details. */
function wantedOf({ configurationIds }: Offer, issuerMetadata: IssuerMetadataResult, dependencies: WalletDependencies) {
  const scopes = configurationIds.map((id) => configurationOf(issuerMetadata, id, dependencies).scope)
  if (scopes.every((scope) => scope !== undefined)) return { scope: scopes.join(' '), payload: {} }
  const details = configurationIds.map((id) => ({ type: 'openid_credential', credential_configuration_id: id }))
  return { scope: undefined, payload: { authorization_details: JSON.stringify(details) } }
}
