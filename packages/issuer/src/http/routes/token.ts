import express, { Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { PRE_AUTHORIZED_CODE_GRANT } from '../../use-cases/create-offer.ts'
import { issueNonce } from '../../use-cases/issue-nonce.ts'
import { redeemOffer } from '../../use-cases/redeem-offer.ts'
import { parseBody } from '../parse-body.ts'

const TokenRequestSchema = z.looseObject({
  grant_type: z.string().max(200),
  'pre-authorized_code': z.string().min(1).max(500).optional(),
  tx_code: z.string().max(50).optional(),
})

/** `POST /token` (OpenID4VCI 1.0, section 6) and `POST /nonce` (section 7). */
export function tokenRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.post(
    '/token',
    express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 50 }),
    async (request, response) => {
      const body = parseBody(TokenRequestSchema, request.body)
      if (body.grant_type !== PRE_AUTHORIZED_CODE_GRANT) {
        throw new IssuerError('grant_unsupported', `The only grant_type here is ${PRE_AUTHORIZED_CODE_GRANT}.`, {})
      }
      const code = body['pre-authorized_code']
      if (code === undefined) {
        const field = 'pre-authorized_code'
        throw new IssuerError('request_malformed', `${field}: expected a code.`, { field, expected: 'a code' })
      }
      const { accessToken, expiresInSeconds } = await redeemOffer({ code, txCode: body.tx_code }, dependencies)
      response.json({ access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds })
    },
  )
  router.post('/nonce', async (_request, response) => {
    response.json({ c_nonce: await issueNonce(dependencies) })
  })
  return router
}
