import { encodeBase64url } from '@bai/credential'
import type { WalletGrant } from '../authorization-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import type { RequestedConfigurations } from './requested-configurations.ts'

/** What the token endpoint answers (RFC 6749, section 5.1). */
export type Tokens = RequestedConfigurations & {
  readonly accessToken: string
  readonly tokenType: 'Bearer' | 'DPoP'
  readonly expiresInSeconds: number
  readonly refreshToken: string | undefined
}

const TOKEN_BYTES = 32
const DAY_SECONDS = 86_400

/**
 * Gives an access token under a grant. A refresh token goes to wallets that prove a key with every use of it: one that
 * anybody could use is not given (RFC 9700, section 4.14.2).
 */
export async function issueTokens(
  grant: WalletGrant,
  requested: RequestedConfigurations,
  { withRefreshToken }: { readonly withRefreshToken: boolean },
  dependencies: IssuerDependencies,
): Promise<Tokens> {
  const { grants, configuration, secrets, randomBytes, now } = dependencies
  const accessToken = encodeBase64url(randomBytes(TOKEN_BYTES))
  const expiresInSeconds = await accessTokenLifetime(grant, dependencies)
  const at = now().getTime()
  await grants.addAccessToken({
    tokenHash: secrets.tokenHash(accessToken),
    grantId: grant.id,
    ...requested,
    expiresAt: new Date(at + expiresInSeconds * 1000),
  })
  let refreshToken: string | undefined
  if (withRefreshToken && grant.keyThumbprint !== undefined) {
    refreshToken = encodeBase64url(randomBytes(TOKEN_BYTES))
    await grants.addRefreshToken({
      tokenHash: secrets.tokenHash(refreshToken),
      grantId: grant.id,
      expiresAt: new Date(at + configuration.refreshTokenLifetimeDays * DAY_SECONDS * 1000),
    })
  }
  const tokenType = grant.keyThumbprint === undefined ? 'Bearer' : 'DPoP'
  return { accessToken, tokenType, expiresInSeconds, refreshToken, ...requested }
}

/** While a registrar has not decided the wallet asks again for days, and may have no other way to (OpenID4VCI 1.0, section 9.1). */
async function accessTokenLifetime(
  { enrolmentId }: WalletGrant,
  { enrolments, configuration }: IssuerDependencies,
): Promise<number> {
  const outcome = enrolmentId === undefined ? undefined : await enrolments.outcomeOf(enrolmentId)
  return outcome === 'review'
    ? configuration.deferralLifetimeDays * DAY_SECONDS
    : configuration.accessTokenLifetimeSeconds
}
