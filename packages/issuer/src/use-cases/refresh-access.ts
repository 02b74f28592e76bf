import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { issueTokens, type Tokens } from './issue-tokens.ts'
import { requestedConfigurations } from './requested-configurations.ts'

export type RefreshAccessInput = {
  readonly refreshToken: string
  readonly clientId: string | undefined
  readonly keyThumbprint: string | undefined
  readonly scope: string | undefined
  readonly authorizationDetails: string | undefined
}

const DAY_SECONDS = 86_400

/**
 * A new access token for a wallet whose batch runs low (RFC 6749, section 6; OpenID4VCI 1.0, section 13.5). The refresh
 * token stays the same, for it is bound to a key; how often it can be used a day is limited.
 *
 * @throws IssuerError `refresh_token_invalid`, `refills_exhausted`, `scope_invalid`, `authorization_details_invalid`
 */
export async function refreshAccess(input: RefreshAccessInput, dependencies: IssuerDependencies): Promise<Tokens> {
  const { grants, requestCounts, configuration, secrets, audit, now } = dependencies
  const at = now()
  const grant = await grants.findByRefreshToken(secrets.tokenHash(input.refreshToken), at)
  const keyRight = grant?.keyThumbprint !== undefined && grant.keyThumbprint === input.keyThumbprint
  const clientRight = grant?.clientId === undefined || grant.clientId === input.clientId
  if (grant === undefined || !keyRight || !clientRight) {
    const message =
      'This refresh token is unknown, has expired, or is not for this client and key; ask for a new offer.'
    throw new IssuerError('refresh_token_invalid', message, {})
  }
  const requested = requestedConfigurations(input, grant.configurationIds)
  const rule = { limit: configuration.refillsPerDay, windowSeconds: DAY_SECONDS }
  const retryAfterSeconds = await requestCounts.take(`refill:${grant.id}`, at, rule)
  if (retryAfterSeconds > 0) {
    const message = `This wallet has had its refills of today; try again in ${retryAfterSeconds} seconds.`
    throw new IssuerError('refills_exhausted', message, { retryAfterSeconds })
  }
  const { configurationIds, subjectHash } = grant
  await audit.append({ actor: 'wallet', action: 'access_refreshed', subjectHash, detail: { grant: grant.id } }, at)
  return issueTokens(
    grant,
    requested ?? { configurationIds, byIdentifier: false },
    { withRefreshToken: false },
    dependencies,
  )
}
