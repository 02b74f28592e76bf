/** @jsxRuntime automatic */
import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import type { Client } from '../../use-cases/authenticate-client.ts'
import { openSignIn, refuseSignIn } from '../../use-cases/complete-sign-in.ts'
import { consentText } from '../../use-cases/enrolment-consent.ts'
import { pushAuthorizationRequest } from '../../use-cases/push-authorization-request.ts'
import { signInByNumber } from '../../use-cases/sign-in-by-number.ts'
import { dpopKeyOf } from '../access-of.ts'
import { asciiField } from '../ascii-field.ts'
import { clientOf } from '../client-of.ts'
import { formBody } from '../form-body.ts'
import { EnrolmentSignInPage } from '../pages/enrolment-sign-in-page.tsx'
import { type Language, languageOf, renderPage } from '../pages/render-page.tsx'
import { DevelopmentSignInPage, SignInGonePage, type SignInPageProps } from '../pages/sign-in-page.tsx'
import { SIGN_IN_TEXTS } from '../pages/sign-in-texts.ts'
import { parseBody } from '../parse-body.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'
import { ASSETS_PATH } from '../serve-assets.ts'
import { ensureSignInSession, signInSession } from '../sign-in-session.ts'

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
  dpop_jkt: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'a thumbprint of 43 characters')
    .optional(),
  /** RFC 9126, section 2.1: not in what is pushed. */
  request_uri: z.undefined().optional(),
})
const SignInSchema = z.looseObject({
  request_uri: text(500),
  lang: z.enum(['th', 'en']).optional(),
  answer: z.enum(['agree', 'refuse']).default('refuse'),
  citizen_number: z.string().max(30).default(''),
  birth_date: z.string().max(10).default(''),
})

/** `POST /par` (RFC 9126), `GET /authorize` (RFC 6749, section 3.1) and the page where the person signs in. */
export function authorizationRoutes(dependencies: IssuerDependencies): Router {
  const { configuration, randomBytes } = dependencies
  const secure = configuration.credentialIssuer.startsWith('https:')
  const router = Router()
  router.post('/par', formBody(), async (request, response) => {
    const { requestUri, expiresInSeconds } = await push(request, response, request.body, dependencies)
    response.status(201).json({ request_uri: requestUri, expires_in: expiresInSeconds })
  })
  router.get('/authorize', async (request, response) => {
    const { request_uri: requestUri } = request.query
    if (typeof requestUri !== 'string') {
      await pushForBrowser(request, response, dependencies)
      return
    }
    const session = ensureSignInSession(request, response, { randomBytes, secure })
    await showSignIn(request, response, { requestUri, session }, dependencies)
  })
  router.post('/authorize/sign-in', formBody(), async (request, response) => {
    const body = parseBody(SignInSchema, request.body)
    const key = { requestUri: body.request_uri, session: signInSession(request) ?? '' }
    try {
      response.redirect(303, await answer(request, key, body, dependencies))
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error
      await showSignIn(request, response, key, dependencies, error)
    }
  })
  return router
}

async function push(request: Request, response: Response, parameters: unknown, dependencies: IssuerDependencies) {
  const body = parseBody(AuthorizationRequestSchema, parameters)
  const client = await clientOf(request, body.client_id, dependencies)
  if (client === undefined) throw new IssuerError('client_unauthenticated', 'client_id is required.', {})
  const keyThumbprint = (await dpopKeyOf(request, response, dependencies)) ?? body.dpop_jkt
  return pushAuthorizationRequest({ ...inputOf(body, client), keyThumbprint }, dependencies)
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
  }
}

/** Without HAIP a browser may bring the request itself; it is pushed for it, and read from there like any other. */
async function pushForBrowser(request: Request, response: Response, dependencies: IssuerDependencies): Promise<void> {
  if (dependencies.configuration.haip) {
    const field = 'request_uri'
    const expected = 'the request_uri that the pushed authorization request endpoint gave'
    throw new IssuerError('request_malformed', `${field}: expected ${expected}.`, { field, expected })
  }
  const { requestUri } = await push(request, response, request.query, dependencies)
  const query = new URLSearchParams({ client_id: String(request.query['client_id']), request_uri: requestUri })
  response.redirect(302, `${dependencies.configuration.credentialIssuer}/authorize?${query}`)
}

async function answer(
  request: Request,
  key: { readonly requestUri: string; readonly session: string },
  body: z.infer<typeof SignInSchema>,
  dependencies: IssuerDependencies,
): Promise<string> {
  if (body.answer === 'refuse') return refuseSignIn(key, dependencies)
  // Without the script of its page the enrolment cannot be done; by number alone nobody signs in.
  if (!dependencies.configuration.development)
    throw new IssuerError('sign_in_refused', 'Signing in needs the camera, and JavaScript for it.', {})
  return signInByNumber(
    {
      key,
      citizenNumber: readCitizenNumber(body.citizen_number),
      birthDate: body.birth_date,
      address: request.ip ?? 'unknown',
    },
    dependencies,
  )
}

async function showSignIn(
  request: Request,
  response: Response,
  key: { readonly requestUri: string; readonly session: string },
  dependencies: IssuerDependencies,
  problem?: IssuerError,
): Promise<void> {
  const { configuration } = dependencies
  const body: { readonly lang?: unknown } = request.body ?? {}
  const language = languageOf(request.query['lang'] ?? body.lang, request.get('accept-language'))
  const other = language === 'th' ? 'en' : 'th'
  const query = new URLSearchParams({ request_uri: key.requestUri, lang: other })
  const common = {
    language,
    issuerName: configuration.name,
    otherHref: `${configuration.credentialIssuer}/authorize?${query}`,
  }
  const { title, gone } = SIGN_IN_TEXTS[language]
  const { pathname } = new URL(configuration.credentialIssuer)
  const page = { language, title, basePath: pathname === '/' ? '' : pathname }
  try {
    const { clientId, configurationIds, redirectUri } = await openSignIn(key, dependencies)
    const props: SignInPageProps = {
      ...common,
      wallet: clientId,
      documents: configurationIds.map((id) => dependencies.catalogue.get(id)!.type.name),
      requestUri: key.requestUri,
      action: `${configuration.credentialIssuer}/authorize/sign-in`,
      problem: problem && tellProblem(problem, language),
    }
    if (problem !== undefined) response.status(400)
    const formTarget = originOf(redirectUri)
    if (configuration.development) {
      renderPage(response, { ...page, body: <DevelopmentSignInPage {...props} />, formTarget })
      return
    }
    const { credentialIssuer: issuer } = configuration
    const consent = consentText(dependencies)
    const body = <EnrolmentSignInPage {...props} {...{ issuer, configurationIds, consent }} />
    const script = `${issuer}${ASSETS_PATH}/sign-in.js`
    renderPage(response, { ...page, body, formTarget, script, camera: true })
  } catch (error) {
    if (!(error instanceof IssuerError)) throw error
    response.status(400)
    renderPage(response, { ...page, title: gone, body: <SignInGonePage {...common} /> })
  }
}

/** A source that the policy of a page may name: an origin, or a scheme of a wallet's own. */
function originOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}

function tellProblem(problem: IssuerError, language: Language): string {
  const texts = SIGN_IN_TEXTS[language]
  if ('retryAfterSeconds' in problem.details) return texts.locked(Number(problem.details.retryAfterSeconds))
  return texts.wrong
}
