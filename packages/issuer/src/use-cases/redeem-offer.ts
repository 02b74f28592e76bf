import { IssuerError } from '../errors.ts'
import type { IssuerDependencies, Offer, OfferDecision } from '../ports.ts'
import { issueTokens, type Tokens } from './issue-tokens.ts'
import { type RequestedConfigurations, requestedConfigurations } from './requested-configurations.ts'

export type RedeemOfferInput = {
  readonly code: string
  readonly txCode: string | undefined
  /** Nothing for a wallet that says nothing of itself (OpenID4VCI 1.0, section 6.1). */
  readonly clientId: string | undefined
  /** Of the key of the DPoP proof that came with it. */
  readonly keyThumbprint: string | undefined
  readonly authorizationDetails: string | undefined
}

/**
 * Exchanges a pre-authorised code for tokens, once (OpenID4VCI 1.0, section 6). Wrong transaction codes are counted, and
 * the last one that is allowed voids the offer.
 *
 * @throws IssuerError `offer_code_invalid`, `tx_code_missing`, `tx_code_unexpected`, `tx_code_wrong`,
 *   `authorization_details_invalid`
 */
export async function redeemOffer(input: RedeemOfferInput, dependencies: IssuerDependencies): Promise<Tokens> {
  const { offers, grants, secrets, audit, now } = dependencies
  const { code, clientId, keyThumbprint, authorizationDetails } = input
  const at = now()
  let refusal: IssuerError | undefined
  let requested: RequestedConfigurations | undefined
  const offer = await offers.decide(secrets.tokenHash(code), at, (found) => {
    const verdict = judge(found, input, at, dependencies)
    refusal = verdict.refusal
    // What is asked for is looked at before the code is used up: a mistake there costs no offer.
    if (verdict.decision === 'redeem')
      requested = requestedConfigurations({ scope: undefined, authorizationDetails }, found?.configurationIds ?? [])
    return verdict.decision
  })
  if (refusal !== undefined || offer === undefined) {
    if (offer !== undefined) {
      const detail = { offer: offer.id, code: refusal?.code ?? 'offer_code_invalid' }
      await audit.append({ actor: 'wallet', action: 'offer_refused', subjectHash: offer.subjectHash, detail }, at)
    }
    throw refusal ?? invalidCode()
  }
  const { id: offerId, subjectHash, configurationIds } = offer
  const grant = await grants.add(
    { subjectHash, configurationIds, clientId, keyThumbprint, enrolmentId: offer.enrolmentId },
    at,
  )
  const detail = { offer: offerId, grant: grant.id }
  await audit.append({ actor: 'wallet', action: 'offer_redeemed', subjectHash, detail }, at)
  return issueTokens(
    grant,
    requested ?? { configurationIds, byIdentifier: false },
    { withRefreshToken: true },
    dependencies,
  )
}

type Judgement = { readonly decision: OfferDecision; readonly refusal?: IssuerError }

function judge(
  offer: Offer | undefined,
  { code, txCode }: Pick<RedeemOfferInput, 'code' | 'txCode'>,
  now: Date,
  { secrets, configuration }: IssuerDependencies,
): Judgement {
  // One answer for unknown, used, voided and expired: a guesser learns nothing from it.
  if (offer === undefined || offer.redeemed || offer.voided || offer.expiresAt <= now)
    return { decision: 'leave', refusal: invalidCode() }
  // Of an enrolment under review the wallet gets tokens, and for them a deferred transaction; of any other that was not
  // approved it gets nothing.
  if (offer.enrolmentId !== undefined && !isOpen(offer.enrolmentOutcome))
    return { decision: 'leave', refusal: invalidCode() }
  if (offer.txCodeHash === undefined) {
    if (txCode === undefined) return { decision: 'redeem' }
    const refusal = new IssuerError('tx_code_unexpected', 'This offer has no transaction code; leave tx_code out.', {})
    return { decision: 'leave', refusal }
  }
  if (txCode === undefined) {
    const refusal = new IssuerError('tx_code_missing', 'This offer needs its transaction code in tx_code.', {})
    return { decision: 'leave', refusal }
  }
  if (secrets.equal(offer.txCodeHash, secrets.txCodeHash(code, txCode))) return { decision: 'redeem' }
  const triesLeft = configuration.txCodeTries - offer.txCodeFailures - 1
  const advice = triesLeft > 0 ? `${triesLeft} tries are left.` : 'The offer is void now; ask for a new one.'
  const refusal = new IssuerError('tx_code_wrong', `The transaction code is wrong. ${advice}`, {
    triesLeft: Math.max(0, triesLeft),
  })
  return { decision: triesLeft > 0 ? 'count_failure' : 'void', refusal }
}

function isOpen(outcome: Offer['enrolmentOutcome']): boolean {
  return outcome === 'approved' || outcome === 'review'
}

function invalidCode(): IssuerError<'offer_code_invalid'> {
  return new IssuerError(
    'offer_code_invalid',
    'This pre-authorised code is unknown, used or expired; ask for a new offer.',
    {},
  )
}
