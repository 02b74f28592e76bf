import { WalletError } from '../errors.ts'
import type { Holding, RefreshGrant } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { type Access, redeem } from './access.ts'
import { resolveIssuer } from './read-offer.ts'

/**
 * Gets a new access token for a holding, without the person (OpenID4VCI 1.0, section 13.5). A refresh token goes to the
 * server that gave it and to no other, whatever the issuer's metadata say by now.
 *
 * @throws WalletError `refill_impossible`, `holder_key_missing`, `issuer_refused`, `issuer_answer_malformed`
 */
export async function refreshAccess({ issuer, grant }: Holding, dependencies: WalletDependencies): Promise<Access> {
  if (grant === undefined) {
    const message = 'The issuer gave no permission to get more copies; ask it for a new offer.'
    throw new WalletError('refill_impossible', message, { reason: 'no_grant' })
  }
  const { authorizationServer, refreshToken, clientId, dpopKeyId } = grant
  const issuerMetadata = await resolveIssuer(issuer, dependencies)
  if (!issuerMetadata.authorizationServers.some((server) => server.issuer === authorizationServer)) {
    const message = 'The issuer works with another authorization server now; ask it for a new offer.'
    throw new WalletError('refill_impossible', message, { reason: 'authorization_server_gone' })
  }
  const dpopKey = dpopKeyId === undefined ? undefined : await dependencies.keys.findKey(dpopKeyId)
  const access = await redeem(
    { refreshToken },
    { issuerMetadata, authorizationServer, clientId, dpopKey },
    dependencies,
  )
  const renewed = access.refreshToken
  if (renewed !== undefined && renewed !== refreshToken) await replaceToken(grant, renewed, dependencies)
  return access
}

/** The old token may be void from now on, for every credential that was received with it (RFC 6749, section 6). */
async function replaceToken(
  { refreshToken: old, authorizationServer }: RefreshGrant,
  refreshToken: string,
  { credentials }: WalletDependencies,
): Promise<void> {
  for (const { id, grant } of await credentials.list()) {
    if (grant?.refreshToken !== old || grant.authorizationServer !== authorizationServer) continue
    await credentials.update(id, (holding) => ({ ...holding, grant: { ...grant, refreshToken } }))
  }
}
