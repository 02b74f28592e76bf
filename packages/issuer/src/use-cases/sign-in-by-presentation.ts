import type { DerivationDependencies, DeskDecision } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { completeSignIn, openSignIn, type SignInKey } from './complete-sign-in.ts'
import { keepDossier } from './keep-dossier.ts'
import {
  type AskedSignIn,
  drawNumber,
  newPresentationSignIn,
  type PresentationOutcome,
  type PresentationSignIns,
} from './presentation-sign-ins.ts'

export type PresentationSignInDependencies = {
  readonly derivations: DerivationDependencies
  readonly signIns: PresentationSignIns
  readonly issuer: IssuerDependencies
}

export const PRESENTED_PATH = '/authorize/presented'

/**
 * The request to present something by which a browser signs in for an authorization request: the one that it has, or a new
 * one where there is none, its time is over, or another is wanted.
 *
 * @throws IssuerError `authorization_request_unknown`, and what the desk throws
 */
export async function askForSignIn(
  key: SignInKey,
  { again }: { readonly again: boolean },
  { derivations, signIns, issuer }: PresentationSignInDependencies,
): Promise<AskedSignIn> {
  const { configurationIds } = await openSignIn(key, issuer)
  const { configuration, randomBytes, now } = issuer
  const known = signIns.find(key.requestUri)
  if (known !== undefined && !again && (known.outcome !== undefined || known.asked.expiresAt > now())) return known
  const [type] = configurationIds.map((id) => issuer.catalogue.get(id)?.type.id)
  const derivation = derivations.derivations.get(type ?? '')
  if (derivation === undefined) throw unknown()
  const expiresAt = new Date(now().getTime() + configuration.authorizationRequestLifetimeSeconds * 1000)
  const signIn = newPresentationSignIn({ key, derivation, expiresAt }, randomBytes)
  const asked = await derivations.desk.ask(derivation.type.id, async (decision) => {
    made.outcome = await outcomeOf(made, decision, derivations, issuer)
    const query = new URLSearchParams({ response_code: signIn.responseCode })
    return `${configuration.credentialIssuer}${PRESENTED_PATH}?${query}`
  })
  const made: AskedSignIn = { ...signIn, asked }
  signIns.add(made)
  return made
}

async function outcomeOf(
  { derivation }: AskedSignIn,
  decision: DeskDecision,
  derivations: DerivationDependencies,
  issuer: IssuerDependencies,
): Promise<PresentationOutcome> {
  const { authorizationRequestLifetimeSeconds, authorizationCodeLifetimeSeconds, accessTokenLifetimeSeconds } =
    issuer.configuration
  const claimsLifetimeSeconds =
    authorizationRequestLifetimeSeconds + authorizationCodeLifetimeSeconds + accessTokenLifetimeSeconds
  try {
    const subjectHash = await keepDossier({ derivation, decision, claimsLifetimeSeconds }, derivations, issuer)
    return { kind: 'accepted', subjectHash, number: drawNumber(issuer.randomBytes) }
  } catch (error) {
    // What is nobody's fault, or passes by itself, leaves the request open: nothing was decided.
    if (!(error instanceof IssuerError) || error.code === 'agency_records_unavailable') throw error
    return { kind: 'refused', error }
  }
}

/**
 * Goes on where the wallet has sent the person (OpenID4VP 1.0, section 8.2). In the browser that began, the sign-in is
 * complete: whoever has another one was sent the request by somebody (section 14.2 there, session fixation).
 *
 * @returns where that browser goes; in any other, what came of the presentation
 * @throws IssuerError `authorization_request_unknown`
 */
export async function returnFromWallet(
  { responseCode, session }: { readonly responseCode: string; readonly session: string | undefined },
  { signIns, issuer }: PresentationSignInDependencies,
): Promise<{ readonly signIn: AskedSignIn; readonly redirectTo?: string; readonly isSameBrowser: boolean }> {
  const signIn = signIns.findByResponseCode(responseCode)
  if (signIn?.outcome === undefined) throw unknown()
  const { key, outcome } = signIn
  const isSameBrowser = session !== undefined && issuer.secrets.equal(session, key.session)
  if (!isSameBrowser || outcome.kind === 'refused') return { signIn, isSameBrowser }
  const redirectTo = await complete(signIn, outcome.subjectHash, { signIns, issuer })
  return { signIn, redirectTo, isSameBrowser }
}

/**
 * Goes on in the browser that began, after a presentation with another device, by the number that is shown there: it ties
 * the one to the other, and whoever was merely sent a request has nowhere to type it.
 *
 * @returns where the browser goes
 * @throws IssuerError `sign_in_refused`, `authorization_request_unknown`
 */
export async function signInByPresentedNumber(
  { key, number }: { readonly key: SignInKey; readonly number: string },
  { signIns, issuer }: PresentationSignInDependencies,
): Promise<string> {
  // First, so that nobody else uses up the tries.
  await openSignIn(key, issuer)
  const signIn = signIns.find(key.requestUri)
  if (signIn?.outcome?.kind !== 'accepted') {
    throw new IssuerError('sign_in_refused', 'Nothing that is good has been presented yet.', {})
  }
  const { subjectHash, number: shown } = signIn.outcome
  signIn.numbersLeft -= 1
  if (issuer.secrets.equal(number, shown)) return complete(signIn, subjectHash, { signIns, issuer })
  if (signIn.numbersLeft <= 0) signIns.end(signIn)
  throw new IssuerError('sign_in_refused', 'This is not the number that the other device shows.', {})
}

async function complete(
  signIn: AskedSignIn,
  subjectHash: string,
  { signIns, issuer }: Pick<PresentationSignInDependencies, 'signIns' | 'issuer'>,
): Promise<string> {
  const redirectTo = await completeSignIn(signIn.key, { subjectHash, enrolmentId: undefined }, issuer)
  signIns.end(signIn)
  return redirectTo
}

function unknown(): IssuerError<'authorization_request_unknown'> {
  const message = 'This sign-in is unknown, was answered or has expired; begin again in your wallet.'
  return new IssuerError('authorization_request_unknown', message, {})
}
