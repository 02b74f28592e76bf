import type { RedeemableRequest } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { issueTokens, type Tokens } from './issue-tokens.ts'
import { requestedConfigurations } from './requested-configurations.ts'

export type RedeemAuthorizationCodeInput = {
  readonly code: string
  readonly codeVerifier: string
  readonly redirectUri: string | undefined
  readonly clientId: string
  /** Of the key of the DPoP proof that came with it. */
  readonly keyThumbprint: string | undefined
  readonly authorizationDetails: string | undefined
}

/**
 * Exchanges an authorization code for tokens, once (RFC 6749, section 4.1.3). A code that comes a second time ends what
 * it gave the first time: one of the two who had it should not have.
 *
 * @throws IssuerError `authorization_code_invalid`, `authorization_details_invalid`
 */
export async function redeemAuthorizationCode(
  input: RedeemAuthorizationCodeInput,
  dependencies: IssuerDependencies,
): Promise<Tokens> {
  const { authorizationRequests, grants, secrets, audit, now } = dependencies
  const at = now()
  let found: RedeemableRequest | undefined
  const grant = await authorizationRequests.redeem(secrets.tokenHash(input.code), at, (request) => {
    found = request
    return request !== undefined && request.grantId === undefined && belongsTo(request, input, dependencies)
  })
  if (grant === undefined || found === undefined) {
    if (found?.grantId !== undefined) {
      await grants.revoke(found.grantId, at)
      const detail = { grant: found.grantId }
      await audit.append({ actor: 'wallet', action: 'code_replayed', subjectHash: found.subjectHash, detail }, at)
    }
    const message = 'This code is unknown, used or expired, or not for this client, redirect_uri, key or code_verifier.'
    throw new IssuerError('authorization_code_invalid', message, {})
  }
  const { authorizationDetails } = input
  const narrowed = requestedConfigurations({ scope: undefined, authorizationDetails }, grant.configurationIds)
  const { configurationIds, byIdentifier, subjectHash } = found
  await audit.append({ actor: 'wallet', action: 'code_redeemed', subjectHash, detail: { grant: grant.id } }, at)
  return issueTokens(grant, narrowed ?? { configurationIds, byIdentifier }, { withRefreshToken: true }, dependencies)
}

/** All of it is looked at, whichever is wrong. */
function belongsTo(
  request: RedeemableRequest,
  { codeVerifier, redirectUri, clientId, keyThumbprint }: RedeemAuthorizationCodeInput,
  { secrets, platform }: IssuerDependencies,
): boolean {
  // RFC 7636, section 4.6.
  const verifierRight = secrets.equal(platform.digest('sha-256', codeVerifier), request.codeChallenge)
  const clientRight = request.clientId === clientId
  const redirectRight = request.redirectUri === redirectUri
  const keyRight = request.keyThumbprint === undefined || request.keyThumbprint === keyThumbprint
  return verifierRight && clientRight && redirectRight && keyRight
}
