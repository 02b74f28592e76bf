import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { PRE_AUTHORIZED_CODE_GRANT } from '../../use-cases/credential-offer.ts'
import { issueNonce } from '../../use-cases/issue-nonce.ts'
import type { Tokens } from '../../use-cases/issue-tokens.ts'
import { redeemAuthorizationCode } from '../../use-cases/redeem-authorization-code.ts'
import { redeemOffer } from '../../use-cases/redeem-offer.ts'
import { refreshAccess } from '../../use-cases/refresh-access.ts'
import { dpopKeyOf } from '../access-of.ts'
import { asciiField } from '../ascii-field.ts'
import { clientOf } from '../client-of.ts'
import { formBody } from '../form-body.ts'
import { parseBody } from '../parse-body.ts'

const TokenRequestSchema = z.looseObject({
  grant_type: z.string().max(200),
  client_id: asciiField(500).min(1).optional(),
  authorization_details: z.string().max(10_000).optional(),
})
const PreAuthorizedCodeSchema = z.looseObject({
  'pre-authorized_code': z.string().min(1).max(500),
  tx_code: z.string().max(50).optional(),
})
const AuthorizationCodeSchema = z.looseObject({
  code: z.string().min(1).max(500),
  /** RFC 7636, section 4.1. */
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, '43 to 128 unreserved characters'),
  redirect_uri: z.string().max(2000).optional(),
})
const RefreshTokenSchema = z.looseObject({
  refresh_token: z.string().min(1).max(500),
  scope: z.string().max(1000).optional(),
})

/** `POST /token` (OpenID4VCI 1.0, section 6) and `POST /nonce` (section 7). */
export function tokenRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.post('/token', formBody(), async (request, response) => {
    const tokens = await tokensFor(request, response, dependencies)
    response.json({
      access_token: tokens.accessToken,
      token_type: tokens.tokenType,
      expires_in: tokens.expiresInSeconds,
      ...(tokens.refreshToken !== undefined && { refresh_token: tokens.refreshToken }),
      ...(tokens.byIdentifier && {
        authorization_details: tokens.configurationIds.map((id) => ({
          type: 'openid_credential',
          credential_configuration_id: id,
          credential_identifiers: [id],
        })),
      }),
    })
  })
  router.post('/nonce', async (_request, response) => {
    response.json({ c_nonce: await issueNonce(dependencies) })
  })
  return router
}

async function tokensFor(request: Request, response: Response, dependencies: IssuerDependencies): Promise<Tokens> {
  const common = parseBody(TokenRequestSchema, request.body)
  const grantType = common.grant_type
  if (!supportedGrants(dependencies).includes(grantType)) {
    const message = `grant_type must be one of ${supportedGrants(dependencies).join(', ')}.`
    throw new IssuerError('grant_unsupported', message, {})
  }
  const client = await clientOf(request, common.client_id, dependencies)
  const keyThumbprint = await dpopKeyOf(request, response, dependencies)
  const asked = { keyThumbprint, authorizationDetails: common.authorization_details }
  if (grantType === PRE_AUTHORIZED_CODE_GRANT) {
    const { 'pre-authorized_code': code, tx_code: txCode } = parseBody(PreAuthorizedCodeSchema, request.body)
    return redeemOffer({ code, txCode, clientId: client?.clientId, ...asked }, dependencies)
  }
  if (grantType === 'refresh_token') {
    const { refresh_token: refreshToken, scope } = parseBody(RefreshTokenSchema, request.body)
    return refreshAccess({ refreshToken, scope, clientId: client?.clientId, ...asked }, dependencies)
  }
  const {
    code,
    code_verifier: codeVerifier,
    redirect_uri: redirectUri,
  } = parseBody(AuthorizationCodeSchema, request.body)
  if (client === undefined) {
    throw new IssuerError('client_unauthenticated', 'An authorization code is redeemed with its client_id.', {})
  }
  return redeemAuthorizationCode({ code, codeVerifier, redirectUri, clientId: client.clientId, ...asked }, dependencies)
}

/** HAIP 1.0 is for the authorization code alone. */
export function supportedGrants({ configuration }: Pick<IssuerDependencies, 'configuration'>): readonly string[] {
  return ['authorization_code', 'refresh_token', ...(configuration.haip ? [] : [PRE_AUTHORIZED_CODE_GRANT])]
}
