import { encodeBase64url } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies, Offer, OfferDecision } from '../ports.ts'

export type RedeemOfferInput = { readonly code: string; readonly txCode: string | undefined }
export type AccessToken = { readonly accessToken: string; readonly expiresInSeconds: number }

const TOKEN_BYTES = 32

/**
 * Exchanges a pre-authorised code for an access token, once (OpenID4VCI 1.0, section 6). Wrong transaction codes are
 * counted, and the last one that is allowed voids the offer.
 *
 * @throws IssuerError `offer_code_invalid`, `tx_code_missing`, `tx_code_unexpected`, `tx_code_wrong`
 */
export async function redeemOffer(
  { code, txCode }: RedeemOfferInput,
  dependencies: IssuerDependencies,
): Promise<AccessToken> {
  const { configuration, offers, accessTokens, secrets, randomBytes, audit, now } = dependencies
  const at = now()
  let refusal: IssuerError | undefined
  const offer = await offers.decide(secrets.tokenHash(code), at, (found) => {
    const verdict = judge(found, { code, txCode }, at, dependencies)
    refusal = verdict.refusal
    return verdict.decision
  })
  if (refusal !== undefined || offer === undefined) {
    if (offer !== undefined) {
      const detail = { offer: offer.id, code: refusal?.code ?? 'offer_code_invalid' }
      await audit.append({ actor: 'wallet', action: 'offer_refused', subjectHash: offer.subjectHash, detail }, at)
    }
    throw refusal ?? invalidCode()
  }
  const accessToken = encodeBase64url(randomBytes(TOKEN_BYTES))
  const expiresAt = new Date(at.getTime() + configuration.accessTokenLifetimeSeconds * 1000)
  const { id: offerId, subjectHash, configurationIds } = offer
  await accessTokens.add(secrets.tokenHash(accessToken), { offerId, subjectHash, configurationIds }, expiresAt)
  await audit.append({ actor: 'wallet', action: 'offer_redeemed', subjectHash, detail: { offer: offerId } }, at)
  return { accessToken, expiresInSeconds: configuration.accessTokenLifetimeSeconds }
}

type Judgement = { readonly decision: OfferDecision; readonly refusal?: IssuerError }

function judge(
  offer: Offer | undefined,
  { code, txCode }: RedeemOfferInput,
  now: Date,
  { secrets, configuration }: IssuerDependencies,
): Judgement {
  // One answer for unknown, used, voided and expired: a guesser learns nothing from it.
  if (offer === undefined || offer.redeemed || offer.voided || offer.expiresAt <= now)
    return { decision: 'leave', refusal: invalidCode() }
  // Deny by default: an enrolment under review, or refused, is none that was approved.
  if (offer.enrolmentId !== undefined && offer.enrolmentOutcome !== 'approved')
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

function invalidCode(): IssuerError<'offer_code_invalid'> {
  return new IssuerError(
    'offer_code_invalid',
    'This pre-authorised code is unknown, used or expired; ask for a new offer.',
    {},
  )
}
