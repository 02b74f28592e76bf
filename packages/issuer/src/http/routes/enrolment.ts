import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import type { EnrolmentPurpose, EnrolmentSession } from '../../enrolment-ports.ts'
import { IssuerError } from '../../errors.ts'
import type { LivenessChallenge } from '../../face-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { beginEnrolment } from '../../use-cases/begin-enrolment.ts'
import { type AfterEnrolment, type ConcludedEnrolment, completeEnrolment } from '../../use-cases/complete-enrolment.ts'
import { openSignIn } from '../../use-cases/complete-sign-in.ts'
import { consentText } from '../../use-cases/enrolment-consent.ts'
import { findEnrolmentSession } from '../../use-cases/find-enrolment-session.ts'
import { type EnrolmentOffer, offerAfterEnrolment } from '../../use-cases/offer-after-enrolment.ts'
import { renewChallenge } from '../../use-cases/renew-challenge.ts'
import { type EnrolledSignIn, signInAfterEnrolment } from '../../use-cases/sign-in-after-enrolment.ts'
import { bearerToken } from '../bearer-token.ts'
import { refusedOnTheGrid } from '../on-the-grid.ts'
import { parseBody } from '../parse-body.ts'
import { createPlaces } from '../places.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'
import { signInSession } from '../sign-in-session.ts'
import { BeginSchema, PICTURES_LIMIT, PicturesSchema, readFrame } from './enrolment-schemas.ts'

/** Enrolment: consent, factors, a challenge, and the pictures for it; an offer at the end. No picture is kept but of a review. */
export function enrolmentRoutes(dependencies: IssuerDependencies): Router {
  const { configuration, timer } = dependencies
  const places = createPlaces(configuration.enrolmentsAtOnce)
  const router = Router()
  router.get('/enrolments/consent', (_request, response) => {
    const { version, th, en } = consentText(dependencies)
    response.json({ version, th, en })
  })
  router.post('/enrolments', express.json({ limit: '10kb' }), async (request, response) => {
    const body = parseBody(BeginSchema, request.body)
    const begun = await beginEnrolment(
      {
        purpose: body.purpose,
        consent: body.consent,
        citizenNumber: readCitizenNumber(body.citizen_number),
        birthDate: body.birth_date,
        laserCode: body.laser_code,
        configurationIds: [...new Set(body.credential_types)],
        address: addressOf(request),
      },
      dependencies,
    )
    response.status(201).json({
      enrolment_id: begun.id,
      enrolment_secret: begun.secret,
      expires_at: begun.expiresAt.toISOString(),
      challenge: describeChallenge(begun.challenge),
      consent: { ...begun.consent, given_at: begun.createdAt.toISOString() },
    })
  })
  router.post('/enrolments/:id/challenges', enrolmentOnly(dependencies), async (_request, response) => {
    const challenge = await renewChallenge(sessionOf(response), dependencies)
    response.status(201).json({ challenge: describeChallenge(challenge) })
  })
  router.post(
    '/enrolments/:id/images',
    enrolmentOnly(dependencies),
    places.admit,
    express.json({ limit: PICTURES_LIMIT }),
    (request, response) =>
      places.working(response, async () => {
        const body = parseBody(PicturesSchema, request.body)
        const pictures = {
          session: sessionOf(response),
          nonce: body.nonce,
          frames: body.frames.map(readFrame),
          selfie: Buffer.from(body.selfie, 'base64'),
          address: addressOf(request),
        }
        const { authorization: requestUri } = body
        const { purpose } = pictures.session
        checkAuthorization(purpose, requestUri, configuration)
        const conclude = <T>(after: AfterEnrolment<T>) =>
          refusedOnTheGrid(configuration.faceAnswerGridMilliseconds, timer, () =>
            completeEnrolment(pictures, dependencies, after),
          )
        if (purpose === 'revoke') sendRevocation(response, await conclude(async (concluded) => concluded))
        else if (requestUri === undefined) sendOffer(response, await conclude(offerAfterEnrolment(dependencies)))
        else {
          const key = { requestUri, session: signInSession(request) ?? '' }
          await openSignIn(key, dependencies)
          sendRedirect(response, await conclude(signInAfterEnrolment(key, dependencies)))
        }
      }),
  )
  return router
}

function sendOffer(response: Response, offer: EnrolmentOffer): void {
  response.status(statusOf(offer.outcome)).json({
    outcome: offer.outcome,
    ...(offer.outcome === 'review' && { enrolment_id: offer.enrolmentId }),
    credential_offer_uri: offer.offerUri,
    tx_code: offer.txCode,
    expires_at: offer.expiresAt.toISOString(),
  })
}

/** How many credentials it was, or whether there were any, is not told. */
function sendRevocation(response: Response, { outcome, enrolmentId }: ConcludedEnrolment): void {
  const body = outcome === 'approved' ? { outcome: 'revoked' } : { outcome, enrolment_id: enrolmentId }
  response.status(statusOf(outcome)).json(body)
}

/**
 * Who revokes signs in for nothing. Under HAIP offers are for anybody: only a sign-in leads from an enrolment to what is
 * issued, and so to what that replaces.
 *
 * @throws IssuerError `request_malformed`
 */
function checkAuthorization(
  purpose: EnrolmentPurpose,
  requestUri: string | undefined,
  { haip }: IssuerDependencies['configuration'],
): void {
  const wanted = purpose === 'revoke' ? false : haip && purpose === 'replace' ? true : undefined
  if (wanted === undefined || wanted === (requestUri !== undefined)) return
  const expected = wanted ? 'the request_uri of a sign-in' : 'nothing'
  const message = `authorization: expected ${expected} with the purpose ${purpose}.`
  throw new IssuerError('request_malformed', message, { field: 'authorization', expected })
}

function sendRedirect(response: Response, { outcome, redirectTo }: EnrolledSignIn): void {
  response.status(statusOf(outcome)).json({ outcome, redirect_to: redirectTo })
}

function statusOf(outcome: 'approved' | 'review'): number {
  return outcome === 'approved' ? 201 : 202
}

/** Lets only whoever began the enrolment pass, before anything of the body is read. */
function enrolmentOnly(dependencies: IssuerDependencies): RequestHandler {
  return async (request, response, next) => {
    const id = String(request.params['id'])
    response.locals['enrolmentSession'] = await findEnrolmentSession(id, bearerToken(request), dependencies)
    next()
  }
}

function sessionOf(response: Response): EnrolmentSession {
  return response.locals['enrolmentSession'] as EnrolmentSession
}

function addressOf(request: Request): string {
  return request.ip ?? 'unknown'
}

/** Times in milliseconds since the challenge is shown, which is as soon as it has arrived. */
function describeChallenge({ nonce, steps, endsAt, expiresAt }: LivenessChallenge) {
  return {
    nonce,
    steps: steps.map(({ action: { kind: action, ...more }, from, until }) => ({ action, ...more, from, until })),
    ends_at: endsAt,
    expires_at: new Date(expiresAt).toISOString(),
  }
}
