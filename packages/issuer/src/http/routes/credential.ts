import express, { Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { issueCredentials } from '../../use-cases/issue-credentials.ts'
import { bearerToken } from '../bearer-token.ts'
import { parseBody } from '../parse-body.ts'

const MAX_PROOF = 10_000

const CredentialRequestSchema = z.looseObject({
  credential_configuration_id: z.string().min(1).max(200),
  /** Section 8.2: an object with exactly one member, named after the kind of proof. */
  proofs: z.strictObject({ jwt: z.array(z.string().min(1).max(MAX_PROOF)).min(1) }),
})

/** `POST /credential` (OpenID4VCI 1.0, section 8). */
export function credentialRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.post('/credential', express.json({ limit: '400kb' }), async (request, response) => {
    const accessToken = bearerToken(request)
    if (accessToken === undefined) {
      throw new IssuerError('access_token_invalid', 'Send the access token as Authorization: Bearer.', {})
    }
    const { credential_configuration_id: configurationId, proofs } = parseCredentialRequest(request.body)
    const credentials = await issueCredentials({ accessToken, configurationId, proofs: proofs.jwt }, dependencies)
    response.json({ credentials: credentials.map((credential) => ({ credential })) })
  })
  return router
}

function parseCredentialRequest(body: unknown): z.infer<typeof CredentialRequestSchema> {
  const members = typeof body === 'object' && body !== null ? body : {}
  if ('credential_identifier' in members) {
    const expected = 'credential_configuration_id alone, for this issuer gives no credential identifiers'
    throw new IssuerError('request_malformed', `credential_identifier: expected ${expected}.`, {
      field: 'credential_identifier',
      expected,
    })
  }
  if (!('proofs' in members)) {
    // Drafts had `proof`; a wallet that still sends it should be told so and not guess.
    const sent = 'proof' in members ? 'proof is of a draft; ' : ''
    throw new IssuerError('proof_invalid', `A key proof is needed: ${sent}OpenID4VCI 1.0 has it in proofs.jwt.`, {
      reason: 'proofs',
    })
  }
  return parseBody(CredentialRequestSchema, body)
}
