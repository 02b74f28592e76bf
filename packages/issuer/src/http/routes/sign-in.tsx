/** @jsxRuntime automatic */
import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { openSignIn, refuseSignIn, type SignInKey } from '../../use-cases/complete-sign-in.ts'
import { consentText } from '../../use-cases/enrolment-consent.ts'
import { signInByNumber } from '../../use-cases/sign-in-by-number.ts'
import { asciiField } from '../ascii-field.ts'
import { formBody } from '../form-body.ts'
import { EnrolmentSignInPage } from '../pages/enrolment-sign-in-page.tsx'
import { type Language, renderPage } from '../pages/render-page.tsx'
import { DevelopmentSignInPage, SignInGonePage, type SignInPageProps } from '../pages/sign-in-page.tsx'
import { SIGN_IN_TEXTS } from '../pages/sign-in-texts.ts'
import { parseBody } from '../parse-body.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'
import { ASSETS_PATH } from '../serve-assets.ts'
import { signInSession } from '../sign-in-session.ts'
import { formTargetOf, type SignIn, signInPath, signInView } from '../sign-in-view.ts'

const SignInSchema = z.looseObject({
  request_uri: asciiField(500).min(1),
  lang: z.enum(['th', 'en']).optional(),
  answer: z.enum(['agree', 'refuse']).default('refuse'),
  citizen_number: z.string().max(30).default(''),
  birth_date: z.string().max(10).default(''),
})

/** The sign-in of the register's issuer: the enrolment, or number and date of birth in development. */
export function signInRoutes(dependencies: IssuerDependencies): SignIn & { readonly router: Router } {
  const router = Router()
  const show: SignIn['show'] = (request, response, key, problem) =>
    showSignIn({ request, response, key, problem }, dependencies)
  router.post('/authorize/sign-in', formBody(), async (request, response) => {
    const body = parseBody(SignInSchema, request.body)
    const key = { requestUri: body.request_uri, session: signInSession(request) ?? '' }
    try {
      response.redirect(303, await answer(request, key, body, dependencies))
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error
      await show(request, response, key, error)
    }
  })
  return { router, show }
}

async function answer(
  request: Request,
  key: SignInKey,
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

type Shown = {
  readonly request: Request
  readonly response: Response
  readonly key: SignInKey
  readonly problem: IssuerError | undefined
}

async function showSignIn({ request, response, key, problem }: Shown, dependencies: IssuerDependencies): Promise<void> {
  const { development, credentialIssuer: issuer } = dependencies.configuration
  const { frame, page: common } = signInView(request, signInPath(key), dependencies)
  const { title, gone } = SIGN_IN_TEXTS[frame.language]
  try {
    const asked = await openSignIn(key, dependencies)
    const { clientId, configurationIds } = asked
    const props: SignInPageProps = {
      ...frame,
      wallet: clientId,
      documents: configurationIds.map((id) => dependencies.catalogue.get(id)!.type.name),
      requestUri: key.requestUri,
      action: `${issuer}/authorize/sign-in`,
      problem: problem && tellProblem(problem, frame.language),
    }
    if (problem !== undefined) response.status(400)
    const page = { ...common, title, formTarget: formTargetOf(asked) }
    if (development) {
      renderPage(response, { ...page, body: <DevelopmentSignInPage {...props} /> })
      return
    }
    const consent = consentText(dependencies)
    const body = <EnrolmentSignInPage {...props} {...{ issuer, configurationIds, consent }} />
    renderPage(response, { ...page, body, script: `${issuer}${ASSETS_PATH}/sign-in.js`, camera: true })
  } catch (error) {
    if (!(error instanceof IssuerError)) throw error
    response.status(400)
    renderPage(response, { ...common, title: gone, body: <SignInGonePage {...frame} /> })
  }
}

function tellProblem(problem: IssuerError, language: Language): string {
  const texts = SIGN_IN_TEXTS[language]
  if ('retryAfterSeconds' in problem.details) return texts.locked(Number(problem.details.retryAfterSeconds))
  return texts.wrong
}
