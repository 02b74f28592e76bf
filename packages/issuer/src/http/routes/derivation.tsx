/** @jsxRuntime automatic */
import { type Request, type Response, Router } from 'express'
import type { Derivation } from '../../derivation/derivation.ts'
import type { DerivationDependencies, DeskRequest } from '../../derivation-ports.ts'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { offerDerived } from '../../use-cases/offer-derived.ts'
import { findDerivation } from '../find-derivation.ts'
import { DerivationListPage, DerivationPage, DerivationResultPage } from '../pages/derivation-pages.tsx'
import { DERIVATION_TEXTS } from '../pages/derivation-texts.ts'
import { languageOf, renderPage } from '../pages/render-page.tsx'

/** What an agency gives for what somebody presents: pages for people, and the same for programs. */
export function derivationRoutes(derivations: DerivationDependencies, dependencies: IssuerDependencies): Router {
  const { credentialIssuer } = dependencies.configuration
  const router = Router()
  const ask = (derivation: Derivation) => askFor(derivation, derivations, dependencies)

  router.get('/derivations', (_request, response) => {
    response.json({ derivations: [...derivations.derivations.values()].map(describe) })
  })
  router.post('/derivations/:id/requests', async (request, response) => {
    const made = await ask(findDerivation(request, derivations))
    response.status(201).json({
      request_uri: made.address,
      status_uri: made.statusUri,
      qr_uri: made.qrUri,
      expires_at: made.expiresAt.toISOString(),
    })
  })
  router.get('/derive', (request, response) => {
    const props = pageProps(request, '/derive', dependencies)
    const body = <DerivationListPage {...props} derivations={[...derivations.derivations.values()]} />
    renderPage(response, { ...pageOf(props), title: DERIVATION_TEXTS[props.language].title, body })
  })
  router.get('/derive/:id', async (request, response) => {
    const derivation = findDerivation(request, derivations)
    const props = pageProps(request, `/derive/${derivation.type.id}`, dependencies)
    const asked = request.query['begin'] === undefined ? undefined : await ask(derivation)
    sendPage(response, { props, derivation, asked, script: `${credentialIssuer}/embed.js` })
  })
  router.get('/derive/:id/result', (request, response) => {
    const derivation = findDerivation(request, derivations)
    const code = String(request.query['code'] ?? '').slice(0, 100)
    const reason = String(request.query['reason'] ?? '').slice(0, 100)
    const query = new URLSearchParams({ code, reason })
    const props = pageProps(request, `/derive/${derivation.type.id}/result?${query}`, dependencies)
    const body = <DerivationResultPage {...props} derivation={derivation} code={code} reason={reason} />
    renderPage(response, { ...pageOf(props), title: derivation.type.name[props.language], body })
  })
  return router
}

/** Asks for a presentation; whoever presents is sent on to an offer, or to a page that says in words why there is none. */
function askFor(
  derivation: Derivation,
  derivations: DerivationDependencies,
  dependencies: IssuerDependencies,
): Promise<DeskRequest> {
  return derivations.desk.ask(derivation.type.id, async (decision) => {
    try {
      return (await offerDerived(derivation, decision, derivations, dependencies)).offerUri
    } catch (error) {
      // What is nobody's fault, or passes by itself, leaves the request open: nothing was decided.
      if (!(error instanceof IssuerError) || error.code === 'agency_records_unavailable') throw error
      return resultUrl(derivation, error, dependencies)
    }
  })
}

function resultUrl(
  { type }: Derivation,
  { code, details }: IssuerError,
  { configuration }: IssuerDependencies,
): string {
  const reason = 'reason' in details ? details.reason : 'check' in details ? details.check : undefined
  const query = new URLSearchParams({ code, ...(typeof reason === 'string' && { reason }) })
  return `${configuration.credentialIssuer}/derive/${type.id}/result?${query}`
}

function describe({ type, query, claims }: Derivation): object {
  return {
    id: type.id,
    vct: type.vct,
    name: type.name,
    description: type.description,
    reads: query.credentials.map(({ id, claims: asked = [] }) => ({ id, claims: asked.map(({ path }) => path) })),
    gives: claims.map(({ path, label }) => ({ path, label })),
  }
}

function pageProps(request: Request, path: string, { configuration }: IssuerDependencies) {
  const language = languageOf(request.query['lang'], request.get('accept-language'))
  const other = language === 'th' ? 'en' : 'th'
  const { credentialIssuer, name } = configuration
  const { pathname } = new URL(credentialIssuer)
  const address = new URL(credentialIssuer + path)
  address.searchParams.set('lang', other)
  return { language, issuerName: name, otherHref: address.href, basePath: pathname === '/' ? '' : pathname }
}

type PageProps = ReturnType<typeof pageProps>

function pageOf({ language, basePath }: PageProps) {
  return { language, basePath }
}

type SendPage = {
  readonly props: PageProps
  readonly derivation: Derivation
  readonly asked: DeskRequest | undefined
  readonly script: string
}

function sendPage(response: Response, { props, derivation, asked, script }: SendPage): void {
  const body = <DerivationPage {...props} derivation={derivation} asked={asked} />
  const page = { ...pageOf(props), title: derivation.type.name[props.language], body }
  renderPage(response, asked === undefined ? page : { ...page, script })
}
