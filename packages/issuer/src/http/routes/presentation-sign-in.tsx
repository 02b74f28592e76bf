/** @jsxRuntime automatic */
import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import { openSignIn, refuseSignIn } from '../../use-cases/complete-sign-in.ts'
import type { PresentationOutcome } from '../../use-cases/presentation-sign-ins.ts'
import { signInByIssuerState } from '../../use-cases/sign-in-by-issuer-state.ts'
import {
  askForSignIn,
  PRESENTED_PATH,
  type PresentationSignInDependencies,
  returnFromWallet,
  signInByPresentedNumber,
} from '../../use-cases/sign-in-by-presentation.ts'
import { asciiField } from '../ascii-field.ts'
import { formBody } from '../form-body.ts'
import { PresentationSignInPage, PresentedPage, type Told } from '../pages/presentation-sign-in-page.tsx'
import { PRESENTATION_SIGN_IN_TEXTS } from '../pages/presentation-sign-in-texts.ts'
import { renderPage } from '../pages/render-page.tsx'
import { SignInGonePage } from '../pages/sign-in-page.tsx'
import { SIGN_IN_TEXTS } from '../pages/sign-in-texts.ts'
import { parseBody } from '../parse-body.ts'
import { signInSession } from '../sign-in-session.ts'
import { formTargetOf, type SignIn, signInPath, signInView } from '../sign-in-view.ts'

const AnswerSchema = z.looseObject({
  request_uri: asciiField(500).min(1),
  lang: z.enum(['th', 'en']).optional(),
  answer: z.enum(['agree', 'refuse']).default('refuse'),
  number: z.string().max(20).default(''),
})

/** The sign-in of an agency: whoever presents what a derivation rests on has signed in for what is derived of it. */
export function presentationSignInRoutes(
  dependencies: PresentationSignInDependencies,
): SignIn & { readonly router: Router } {
  const router = Router()
  const show: SignIn['show'] = (request, response, key, problem) =>
    orGone(request, response, dependencies, () => showRequest({ request, response, key, problem }, dependencies))
  router.post('/authorize/sign-in', formBody(), async (request, response) => {
    const { request_uri: requestUri, answer, number } = parseBody(AnswerSchema, request.body)
    const key = { requestUri, session: signInSession(request) ?? '' }
    try {
      const given = { key, number: number.replaceAll(/\s/g, '') }
      const next =
        answer === 'refuse' ? refuseSignIn(key, dependencies.issuer) : signInByPresentedNumber(given, dependencies)
      response.redirect(303, await next)
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error
      await show(request, response, key, error)
    }
  })
  router.get(PRESENTED_PATH, (request, response) =>
    orGone(request, response, dependencies, () => goOn(request, response, dependencies)),
  )
  return { router, show }
}

type Shown = {
  readonly request: Request
  readonly response: Response
  readonly key: { readonly requestUri: string; readonly session: string }
  readonly problem: IssuerError | undefined
}

async function showRequest(
  { request, response, key, problem }: Shown,
  dependencies: PresentationSignInDependencies,
): Promise<void> {
  const { issuer } = dependencies
  const opened = await openSignIn(key, issuer)
  const next = await signInByIssuerState(key, opened, issuer)
  if (next !== undefined) return response.redirect(303, next)
  const again = request.method === 'GET' && request.query['again'] !== undefined
  const { derivation, asked, outcome } = await askForSignIn(key, { again }, dependencies)
  const { credentialIssuer } = issuer.configuration
  const { frame, page } = signInView(request, signInPath(key), issuer)
  const { language } = frame
  const here = `${credentialIssuer}${signInPath(key)}&lang=${language}`
  const told = toldOf(outcome)
  if (again) {
    // So that whoever loads the page again does not begin again.
    response.redirect(303, here)
    return
  }
  const body = (
    <PresentationSignInPage
      {...frame}
      {...{ derivation, asked, told, requestUri: key.requestUri, wallet: opened.clientId }}
      action={`${credentialIssuer}/authorize/sign-in`}
      againHref={`${here}&again=yes`}
      problem={problem && PRESENTATION_SIGN_IN_TEXTS[language][told === 'accepted' ? 'numberWrong' : 'notShown']}
    />
  )
  if (problem !== undefined) response.status(400)
  const { title } = SIGN_IN_TEXTS[language]
  renderPage(response, {
    ...page,
    title,
    body,
    formTarget: formTargetOf(opened),
    ...(outcome === undefined && { script: `${credentialIssuer}/embed.js` }),
  })
}

/** The wallet has brought the person here. */
async function goOn(request: Request, response: Response, dependencies: PresentationSignInDependencies): Promise<void> {
  const responseCode = String(request.query['response_code'] ?? '').slice(0, 100)
  const session = signInSession(request)
  const { signIn, isSameBrowser, redirectTo } = await returnFromWallet({ responseCode, session }, dependencies)
  const { credentialIssuer } = dependencies.issuer.configuration
  if (isSameBrowser) {
    response.redirect(303, redirectTo ?? credentialIssuer + signInPath(signIn.key))
    return
  }
  const { derivation, outcome } = signIn
  const path = `${PRESENTED_PATH}?${new URLSearchParams({ response_code: responseCode })}`
  const { frame, page } = signInView(request, path, dependencies.issuer)
  const came = outcome?.kind === 'accepted' ? { number: outcome.number } : reasonOf(outcome)
  const body = <PresentedPage {...frame} {...{ derivation, came }} />
  renderPage(response, { ...page, title: derivation.type.name[frame.language], body })
}

/** A page instead of an error, for people. */
async function orGone(
  request: Request,
  response: Response,
  { issuer }: PresentationSignInDependencies,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof IssuerError) || error.code !== 'authorization_request_unknown') throw error
    const { frame, page } = signInView(request, '/authorize', issuer)
    response.status(400)
    renderPage(response, {
      ...page,
      title: SIGN_IN_TEXTS[frame.language].gone,
      body: <SignInGonePage {...frame} />,
    })
  }
}

function toldOf(outcome: PresentationOutcome | undefined): Told {
  if (outcome === undefined) return undefined
  return outcome.kind === 'accepted' ? 'accepted' : reasonOf(outcome)
}

function reasonOf(outcome: PresentationOutcome | undefined): { readonly code: string; readonly reason: string } {
  if (outcome?.kind !== 'refused') return { code: '', reason: '' }
  const { code, details } = outcome.error
  return { code, reason: 'reason' in details ? String(details.reason) : '' }
}
