import { WalletError } from '../errors.ts'
import type { Holding } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { authorizationServerOf, redeem } from './access.ts'
import { collectHoldings } from './collect-holdings.ts'
import { describeGrantedAccess, type OnGranted } from './granted-access.ts'
import { type PendingAuthorization, readAuthorizationAnswer } from './pending-authorization.ts'
import { resolveIssuer } from './read-offer.ts'

/**
 * Goes on where the browser came back: checks that it answers what was asked, redeems the code, and receives, checks and
 * stores as `receiveCredentials` does.
 *
 * @param redirectUrl the whole address that the browser was sent to
 * @param onGranted as for `receiveCredentials`
 * @throws WalletError `authorization_expired`, `authorization_answer_malformed`, `authorization_refused`,
 *   `holder_key_missing`, and as `receiveCredentials`
 */
export async function finishAuthorization(
  redirectUrl: string,
  pending: PendingAuthorization,
  dependencies: WalletDependencies,
  onGranted?: OnGranted,
): Promise<readonly Holding[]> {
  const { issuer, configurationIds, clientId, codeVerifier, redirectUri, copies, dpopKeyId } = pending
  if (dependencies.now() >= new Date(pending.expiresAt)) {
    const message = 'This took too long; open the offer again.'
    throw new WalletError('authorization_expired', message, {})
  }
  const issuerMetadata = await resolveIssuer(issuer, dependencies)
  const server = authorizationServerOf(issuerMetadata, pending.authorizationServer)
  const issRequired = server.authorization_response_iss_parameter_supported === true
  const code = readAuthorizationAnswer(redirectUrl, pending, { issRequired })
  const dpopKey = dpopKeyId === undefined ? undefined : await dependencies.keys.findKey(dpopKeyId)
  const client = { issuerMetadata, authorizationServer: server.issuer, clientId, dpopKey }
  const access = await redeem({ code, codeVerifier, redirectUri }, client, dependencies)
  await onGranted?.(describeGrantedAccess(access, { configurationIds, copies }))
  return collectHoldings({ access, configurationIds, copies }, dependencies)
}
