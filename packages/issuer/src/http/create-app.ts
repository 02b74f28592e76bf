import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import type { DerivationDependencies } from '../derivation-ports.ts'
import type { Readiness, RequestLog } from '../operation-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import { createPresentationSignIns } from '../use-cases/presentation-sign-ins.ts'
import { noteErrorCode, observeRequests } from './observe-requests.ts'
import { type OperatorOnlyDependencies, operatorOnly } from './operator-only.ts'
import { createProblemHandler } from './problem.ts'
import { createRateLimit, expensivePaths } from './rate-limit.ts'
import { agencyKeyRoutes } from './routes/agency-keys.ts'
import { authorizationRoutes } from './routes/authorization.ts'
import { consoleRoutes } from './routes/console.tsx'
import { credentialRoutes } from './routes/credential.ts'
import { derivationRoutes } from './routes/derivation.tsx'
import { enrolmentRoutes } from './routes/enrolment.ts'
import { enrolmentReviewRoutes } from './routes/enrolment-reviews.ts'
import { faceVerificationRoutes } from './routes/face-verification.ts'
import { healthRoutes } from './routes/health.ts'
import { issuerKeyRoutes } from './routes/issuer-keys.ts'
import { type LifeEventDependencies, lifeEventRoutes } from './routes/life-events.ts'
import { metadataRoutes } from './routes/metadata.ts'
import { type MetricsDependencies, metricsRoutes } from './routes/metrics.ts'
import { offerRoutes } from './routes/offers.ts'
import { operatorRoutes, type RegisterImportDependencies } from './routes/operator.ts'
import { operatorsRoutes } from './routes/operators.ts'
import { oversightRoutes } from './routes/oversight.ts'
import { presentationSignInRoutes } from './routes/presentation-sign-in.tsx'
import { renewalRoutes } from './routes/renewals.ts'
import { revocationRoutes } from './routes/revocations.ts'
import { signInRoutes } from './routes/sign-in.tsx'
import { statusRoutes } from './routes/status.ts'
import { statusPublicationRoutes } from './routes/status-publications.ts'
import { tokenRoutes } from './routes/token.ts'
import { ASSETS_PATH, serveAssets } from './serve-assets.ts'
import { walletCors } from './wallet-cors.ts'

export type HttpDependencies = IssuerDependencies &
  RegisterImportDependencies &
  OperatorOnlyDependencies &
  LifeEventDependencies &
  MetricsDependencies & {
    /** For an agency: what it derives, and the desk that asks for presentations. */
    readonly agency: (DerivationDependencies & { readonly deskRouter: Router }) | undefined
    readonly readiness: Readiness
    readonly requestLog: RequestLog
    /**
     * Reverse proxies in front, whose `X-Forwarded-For` is believed: tries and rates are counted by the address of the
     * citizen and not by the proxy's. 0: nobody's word is taken.
     */
    readonly trustedProxies: number
  }

/** Everything that a wallet calls, from what it reads of the issuer to what it revokes in the end. */
const WALLET_PATHS = [
  '/.well-known',
  '/did.json',
  '/types',
  '/status-lists',
  '/enrolments',
  '/derivations',
  '/credential-offers',
  '/par',
  '/token',
  '/nonce',
  '/credential',
  '/deferred-credential',
  '/notification',
  '/revocations',
]

/** The issuer's HTTP surface. Deny by default: what has no route is 404, what is not understood is refused. */
export function createApp(dependencies: HttpDependencies): Express {
  const app = express()
  // Computing an ETag costs more than issuing here, and answers are not to be cached.
  app.set('etag', false)
  app.set('x-powered-by', false)
  app.set('trust proxy', dependencies.trustedProxies)
  const { agency, configuration, metrics, requestLog } = dependencies
  app.use(
    observeRequests({
      ...dependencies,
      ended: (request) => {
        metrics.requestEnded(request)
        requestLog(request)
      },
    }),
  )
  app.use(helmet())
  // Before the ceiling: whoever watches the process must not be sent away because of somebody else's flood.
  app.use(healthRoutes(dependencies))
  app.use(ASSETS_PATH, serveAssets())
  // Before the ceiling too: a page is not shown a refusal that does not say it may be.
  app.use(WALLET_PATHS, walletCors)
  app.use(createRateLimit(configuration.requestsPerMinute))
  for (const [paths, limit] of expensivePaths(configuration)) app.use(paths, limit)
  app.use(metadataRoutes(dependencies))
  app.use(statusRoutes(dependencies))
  app.use(noStore)
  app.use(offerRoutes(dependencies))
  app.use(signInWith(dependencies))
  app.use(tokenRoutes(dependencies))
  app.use(credentialRoutes(dependencies))
  app.use(revocationRoutes(dependencies))
  if (agency !== undefined) app.use(agency.deskRouter, derivationRoutes(agency, dependencies))
  else app.use(enrolmentRoutes(dependencies), faceVerificationRoutes(dependencies))
  app.use('/operator', operatorOnly(dependencies))
  app.use(operatorRoutes(dependencies))
  app.use(operatorsRoutes(dependencies))
  app.use(oversightRoutes(dependencies))
  if (agency === undefined) app.use(lifeEventRoutes(dependencies), renewalRoutes(dependencies))
  app.use(issuerKeyRoutes(dependencies))
  app.use(agencyKeyRoutes(dependencies))
  app.use(consoleRoutes(dependencies))
  if (agency === undefined) app.use(enrolmentReviewRoutes(dependencies))
  app.use(statusPublicationRoutes(dependencies))
  app.use(metricsRoutes(dependencies))
  app.use((_request, response) => {
    noteErrorCode(response, 'not_found')
    response.status(404).json({ error: 'not_found', error_description: 'There is nothing here.' })
  })
  app.use(createProblemHandler(dependencies.report))
  return app
}

/** People sign in by the register, at an agency by a presentation and by nothing else. */
function signInWith(dependencies: HttpDependencies): Router[] {
  const { agency, now } = dependencies
  const signIn =
    agency === undefined
      ? signInRoutes(dependencies)
      : presentationSignInRoutes({
          derivations: agency,
          signIns: createPresentationSignIns(now),
          issuer: dependencies,
        })
  const maxTypes = agency === undefined ? Number.POSITIVE_INFINITY : 1
  return [authorizationRoutes({ signIn, maxTypes }, dependencies), signIn.router]
}

/** Tokens, nonces and credentials are nobody's to keep (RFC 6749, section 5.1; OpenID4VCI 1.0, section 7.2). */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}
