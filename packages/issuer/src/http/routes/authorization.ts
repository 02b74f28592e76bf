import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import type { Client } from '../../use-cases/authenticate-client.ts'
import { pushAuthorizationRequest } from '../../use-cases/push-authorization-request.ts'
import { dpopKeyOf } from '../access-of.ts'
import { asciiField } from '../ascii-field.ts'
import { clientOf } from '../client-of.ts'
import { formBody } from '../form-body.ts'
import { parseBody } from '../parse-body.ts'
import { ensureSignInSession } from '../sign-in-session.ts'
import type { SignIn } from '../sign-in-view.ts'

const text = (max: number) => asciiField(max).min(1)
const AuthorizationRequestSchema = z.looseObject({
  client_id: text(500).optional(),
  response_type: text(100),
  redirect_uri: text(2000),
  state: asciiField(2000).optional(),
  code_challenge: text(200).optional(),
  code_challenge_method: text(20).optional(),
  scope: z.string().max(2000).optional(),
  authorization_details: z.string().max(10_000).optional(),
  issuer_state: z.string().max(500).optional(),
  dpop_jkt: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'a thumbprint of 43 characters')
    .optional(),
  /** RFC 9126, section 2.1: not in what is pushed. */
  request_uri: z.undefined().optional(),
})
export type AuthorizationOptions = {
  readonly signIn: SignIn
  /** Credential types that one authorization may be for: of what is derived one, for one presentation gives one. */
  readonly maxTypes: number
}

/** `POST /par` (RFC 9126) and `GET /authorize` (RFC 6749, section 3.1), from where the person signs in. */
export function authorizationRoutes(options: AuthorizationOptions, dependencies: IssuerDependencies): Router {
  const { configuration, randomBytes } = dependencies
  const secure = configuration.credentialIssuer.startsWith('https:')
  const router = Router()
  const push = (request: Request, response: Response, parameters: unknown) =>
    pushParameters({ request, response, parameters }, options, dependencies)
  router.post('/par', formBody(), async (request, response) => {
    const { requestUri, expiresInSeconds } = await push(request, response, request.body)
    response.status(201).json({ request_uri: requestUri, expires_in: expiresInSeconds })
  })
  router.get('/authorize', async (request, response) => {
    const { request_uri: requestUri } = request.query
    if (typeof requestUri === 'string') {
      const session = ensureSignInSession(request, response, { randomBytes, secure })
      await options.signIn.show(request, response, { requestUri, session })
      return
    }
    // Without HAIP a browser may bring the request itself; it is pushed for it, and read from there like any other.
    if (configuration.haip) throw notPushed()
    const pushed = await push(request, response, request.query)
    const query = new URLSearchParams({ client_id: String(request.query['client_id']), request_uri: pushed.requestUri })
    response.redirect(302, `${configuration.credentialIssuer}/authorize?${query}`)
  })
  return router
}

type Pushed = { readonly request: Request; readonly response: Response; readonly parameters: unknown }

async function pushParameters(
  { request, response, parameters }: Pushed,
  { maxTypes }: AuthorizationOptions,
  dependencies: IssuerDependencies,
) {
  const body = parseBody(AuthorizationRequestSchema, parameters)
  const client = await clientOf(request, body.client_id, dependencies)
  if (client === undefined) throw new IssuerError('client_unauthenticated', 'client_id is required.', {})
  const keyThumbprint = (await dpopKeyOf(request, response, dependencies)) ?? body.dpop_jkt
  return pushAuthorizationRequest({ ...inputOf(body, client), keyThumbprint, maxTypes }, dependencies)
}

function inputOf(body: z.infer<typeof AuthorizationRequestSchema>, client: Client) {
  return {
    client,
    responseType: body.response_type,
    redirectUri: body.redirect_uri,
    state: body.state,
    codeChallenge: body.code_challenge,
    codeChallengeMethod: body.code_challenge_method,
    scope: body.scope,
    authorizationDetails: body.authorization_details,
    issuerState: body.issuer_state,
  }
}

function notPushed(): IssuerError<'request_malformed'> {
  const field = 'request_uri'
  const expected = 'the request_uri that the pushed authorization request endpoint gave'
  return new IssuerError('request_malformed', `${field}: expected ${expected}.`, { field, expected })
}
