/** @jsxRuntime automatic */
import { thaiDay } from '@bai/credential'
import { type Request, type Response, Router } from 'express'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { actorOf, type OperatorTokens } from '../../use-cases/authenticate-operator.ts'
import { countStatistics } from '../../use-cases/count-statistics.ts'
import { showEnrolment } from '../../use-cases/review-enrolments.ts'
import { beginConsoleSession, consoleSession, endConsoleSession } from '../console-session.ts'
import { dataUrl } from '../data-url.ts'
import { formBody } from '../form-body.ts'
import { checkRole } from '../operator-only.ts'
import { operatorRouteOf } from '../operator-routes.ts'
import { KeysPage, LifeEventsPage, OperatorsPage, SignInPage } from '../pages/console-administration-pages.tsx'
import { CitizenPage } from '../pages/console-citizen-page.tsx'
import { CONSOLE_PAGES, type ConsoleContext, ConsoleFrame, mayOpen, textsOf } from '../pages/console-frame.tsx'
import { AuditPage, StatisticsPage } from '../pages/console-oversight-pages.tsx'
import { ReviewPage, ReviewsPage } from '../pages/console-review-pages.tsx'
import { languageOf, type Page, renderPage } from '../pages/render-page.tsx'
import { readEnrolmentId } from '../read-enrolment-id.ts'
import { type ConsoleAction, consoleActions } from './console-actions.ts'
import type { LifeEventDependencies } from './life-events.ts'

type Dependencies = IssuerDependencies & OperatorTokens & LifeEventDependencies

const LISTED = 200
const MONTH_MILLISECONDS = 30 * 86_400_000

/** The console of operators: pages over the same use cases and the same table of rights as their API. */
export function consoleRoutes(dependencies: Dependencies): Router {
  const { configuration } = dependencies
  const { pathname } = new URL(configuration.credentialIssuer)
  const basePath = pathname === '/' ? '' : pathname
  const router = Router()
  const show = (response: Response, context: ConsoleContext, title: string, body: Page['body']) =>
    renderPage(response, { language: context.language, title, body, basePath })

  router.get('/console', async (request, response) => {
    const context = await contextOf(request, basePath, dependencies).catch(asSignedOut)
    if (context === undefined) {
      showSignIn(request, response)
      return
    }
    const first = CONSOLE_PAGES.find(({ page }) => mayOpen(context.operator, page))
    response.redirect(303, `${basePath}/console/${first?.page ?? 'audit'}?lang=${context.language}`)
  })
  router.post('/console/sign-in', formBody(), async (request, response) => {
    try {
      await beginConsoleSession(String(request.body?.token ?? ''), response, dependencies)
      response.redirect(303, `${basePath}/console?lang=${languageFor(request)}`)
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error
      response.status(401)
      showSignIn(request, response, textsOf(languageFor(request)).wrongToken)
    }
  })
  router.post('/console/sign-out', formBody(), async (request, response) => {
    await endConsoleSession(request, dependencies)
    response.redirect(303, `${basePath}/console?lang=${languageFor(request)}`)
  })
  router.get(['/console/:page', '/console/:page/:id'], async (request, response) => {
    await render(request, response, {})
  })
  router.post(
    ['/console/:page', '/console/:page/:id', '/console/:page/:id/:action'],
    formBody(),
    async (request, response) => {
      const context = await contextOf(request, basePath, dependencies).catch(asSignedOut)
      if (context === undefined) return showSignIn(request, response)
      const { formToken, texts, operator } = context
      if (!dependencies.secrets.equal(String(request.body?.form_token ?? ''), formToken)) {
        response.status(403)
        return render(request, response, { problem: texts.stale })
      }
      try {
        const done = await consoleActions(request, { operator, actor: actorOf(operator) }, dependencies)
        await render(request, response, done)
      } catch (error) {
        if (!(error instanceof IssuerError)) throw error
        response.status(error.code === 'operator_forbidden' ? 403 : 400)
        const problems = 'problems' in error.details ? error.details.problems : []
        await render(request, response, { problem: `${texts.failed}: ${error.message}`, problems })
      }
    },
  )
  return router

  function languageFor(request: Request) {
    return languageOf(request.query['lang'] ?? request.body?.lang, request.get('accept-language'))
  }

  async function contextOf(request: Request, path: string, deps: Dependencies): Promise<ConsoleContext> {
    const language = languageFor(request)
    const { operator, formToken } = await consoleSession(request, deps)
    return {
      language,
      texts: textsOf(language),
      issuerName: configuration.name[language],
      basePath: path,
      operator,
      formToken,
    }
  }

  function showSignIn(request: Request, response: Response, problem?: string): void {
    const language = languageFor(request)
    const texts = textsOf(language)
    const nobody = { id: undefined, name: '', role: 'auditor' } as const
    const context = {
      language,
      texts,
      issuerName: configuration.name[language],
      basePath,
      operator: nobody,
      formToken: '',
    }
    show(response, context, texts.signIn, <SignInPage context={context} problem={problem} />)
  }

  async function render(request: Request, response: Response, done: ConsoleAction): Promise<void> {
    const context = await contextOf(request, basePath, dependencies).catch(asSignedOut)
    if (context === undefined) return showSignIn(request, response)
    const { texts, operator } = context
    const entry = CONSOLE_PAGES.find(({ page }) => page === request.params['page'])
    if (entry === undefined) {
      response.status(404)
      return show(response, context, texts.nothing, frame(texts.nothing, '/console', null))
    }
    const path = `/console/${entry.page}`
    try {
      checkRole(operator, operatorRouteOf(entry.method, entry.api)?.roles)
      const { title, body } = await pageOf(entry.page, request, context, done)
      show(response, context, title, frame(title, path, body))
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error
      const forbidden = error.code === 'operator_forbidden'
      response.status(forbidden ? 403 : 404)
      const problem = forbidden ? texts.forbidden : error.message
      show(response, context, texts.failed, frame(texts.failed, path, null, problem))
    }

    function frame(title: string, to: string, children: Page['body'], problem = done.problem): Page['body'] {
      return (
        <ConsoleFrame
          {...{
            context: context!,
            title,
            path: to,
            problem,
            notice: done.notice === true ? texts.done : undefined,
            children,
          }}
        />
      )
    }
  }

  async function pageOf(
    page: (typeof CONSOLE_PAGES)[number]['page'],
    request: Request,
    context: ConsoleContext,
    done: ConsoleAction,
  ): Promise<{ readonly title: string; readonly body: Page['body'] }> {
    const { texts, operator } = context
    const { reviews, statistics, auditReader, operators, credentialSigner, now } = dependencies
    const id = String(request.params['id'] ?? '')
    if (page === 'reviews' && id !== '') {
      const { record, portraits } = await showEnrolment(
        { id: readEnrolmentId(id), actor: actorOf(operator) },
        dependencies,
      )
      const shown = portraits && {
        register: portraits.register && dataUrl(portraits.register),
        selfie: dataUrl(portraits.selfie),
      }
      return { title: texts.reviews, body: <ReviewPage context={context} record={record} portraits={shown} /> }
    }
    if (page === 'reviews') {
      const records = await reviews.list('review', LISTED)
      return { title: texts.reviews, body: <ReviewsPage context={context} records={records} /> }
    }
    if (page === 'citizens') {
      const { number = '', found, offer } = done
      return { title: texts.citizens, body: <CitizenPage {...{ context, number, found, offer }} /> }
    }
    if (page === 'life-events') {
      const text = done.problem === undefined ? '' : String(request.body?.text ?? '')
      return { title: texts.lifeEvents, body: <LifeEventsPage {...{ context, text, problems: done.problems ?? [] }} /> }
    }
    if (page === 'statistics') {
      const from = dayOf(request.query['from'], thaiDay(new Date(now().getTime() - MONTH_MILLISECONDS)))
      const to = dayOf(request.query['to'], thaiDay(now()))
      const counts = await countStatistics({ from, to }, { statistics })
      return { title: texts.statistics, body: <StatisticsPage {...{ context, from, to, counts }} /> }
    }
    if (page === 'audit') {
      const before = /^\d{1,15}$/.test(String(request.query['before'])) ? Number(request.query['before']) : undefined
      const [entries, checked] = [await auditReader.list(before, LISTED), await auditReader.check()]
      return { title: texts.audit, body: <AuditPage {...{ context, entries, checked }} /> }
    }
    if (page === 'keys') {
      return { title: texts.keys, body: <KeysPage context={context} keys={await credentialSigner.keys.list()} /> }
    }
    const list = await operators.list()
    return { title: texts.operators, body: <OperatorsPage context={context} operators={list} token={done.token} /> }
  }
}

function asSignedOut(error: unknown): undefined {
  if (error instanceof IssuerError && error.code === 'operator_unauthorized') return undefined
  throw error
}

function dayOf(text: unknown, otherwise: string): string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : otherwise
}
