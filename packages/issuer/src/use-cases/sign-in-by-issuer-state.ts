import type { AuthorizationRequest } from '../authorization-ports.ts'
import type { IssuerDependencies, Offer } from '../ports.ts'
import { completeSignIn, type SignInKey } from './complete-sign-in.ts'

/**
 * Lets somebody go on who was sent here with an offer for what they had just presented: its `issuer_state` (OpenID4VCI 1.0,
 * sections 4.1.1 and 5.1.3) is known to the wallet that presented and to nobody else, and good once.
 *
 * @returns where the browser goes; nothing where there is no such offer, or none any more: they sign in as everybody does
 * @throws IssuerError `authorization_request_unknown`
 */
export async function signInByIssuerState(
  key: SignInKey,
  request: AuthorizationRequest,
  dependencies: IssuerDependencies,
): Promise<string | undefined> {
  const { offers, audit, now } = dependencies
  if (request.issuerStateHash === undefined) return undefined
  const at = now()
  let isGood = false
  const offer = await offers.decide(request.issuerStateHash, at, (found) => {
    isGood = found !== undefined && isFor(found, request, at)
    return isGood ? 'redeem' : 'leave'
  })
  if (offer === undefined || !isGood) return undefined
  const { id, subjectHash } = offer
  await audit.append({ actor: 'wallet', action: 'offer_redeemed', subjectHash, detail: { offer: id } }, at)
  return completeSignIn(key, { subjectHash, enrolmentId: undefined }, dependencies)
}

function isFor(
  { configurationIds, redeemed, voided, expiresAt }: Offer,
  { configurationIds: requested }: AuthorizationRequest,
  now: Date,
): boolean {
  return !redeemed && !voided && expiresAt > now && requested.every((id) => configurationIds.includes(id))
}
