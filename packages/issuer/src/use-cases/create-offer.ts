import { encodeBase64url } from '@bai/credential'
import type { IssuerDependencies } from '../ports.ts'
import { checkEligible } from './check-eligible.ts'

export type CreateOfferInput = {
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  readonly withTxCode: boolean
  /** Who made it: an operator, or the enrolment. */
  readonly actor: string
  readonly reason: string
  /** The enrolment that it is made for: nothing is issued for it unless that one is approved. */
  readonly enrolmentId?: string
  /** Left out: that of the configuration. */
  readonly lifetimeSeconds?: number
}

export type CreatedOffer = {
  /** `openid-credential-offer://…`, by value. */
  readonly offerUri: string
  /** Given to the citizen apart from the offer. */
  readonly txCode: string | undefined
  readonly expiresAt: Date
}

export const PRE_AUTHORIZED_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const TX_CODE_LENGTH = 6
const CODE_BYTES = 32

/**
 * Makes a credential offer with a pre-authorised code (OpenID4VCI 1.0, section 4.1). Code and transaction code are kept
 * as hashes only: the database cannot redeem what it holds.
 *
 * @throws IssuerError `credential_configuration_unknown`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function createOffer(input: CreateOfferInput, dependencies: IssuerDependencies): Promise<CreatedOffer> {
  const { configuration, offers, secrets, randomBytes, audit, now } = dependencies
  await checkEligible(input, dependencies)
  const code = encodeBase64url(randomBytes(CODE_BYTES))
  const txCode = input.withTxCode ? randomDigits(TX_CODE_LENGTH, randomBytes) : undefined
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + (input.lifetimeSeconds ?? configuration.offerLifetimeSeconds) * 1000)
  const offerId = await offers.add({
    codeHash: secrets.tokenHash(code),
    txCodeHash: txCode === undefined ? undefined : secrets.txCodeHash(code, txCode),
    subjectHash: input.subjectHash,
    configurationIds: input.configurationIds,
    createdAt,
    expiresAt,
    enrolmentId: input.enrolmentId,
  })
  const detail = { offer: offerId, types: input.configurationIds, reason: input.reason, tx_code: input.withTxCode }
  await audit.append({ actor: input.actor, action: 'offer_created', subjectHash: input.subjectHash, detail }, createdAt)
  return {
    offerUri: offerUri(input.configurationIds, code, txCode !== undefined, configuration.credentialIssuer),
    txCode,
    expiresAt,
  }
}

function offerUri(
  configurationIds: readonly string[],
  code: string,
  withTxCode: boolean,
  credentialIssuer: string,
): string {
  const offer = {
    credential_issuer: credentialIssuer,
    credential_configuration_ids: configurationIds,
    grants: {
      [PRE_AUTHORIZED_CODE_GRANT]: {
        'pre-authorized_code': code,
        ...(withTxCode && { tx_code: { input_mode: 'numeric', length: TX_CODE_LENGTH } }),
      },
    },
  }
  return `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`
}

/** Decimal digits, each equally likely: bytes of 250 and more would favour the lower ones and are drawn again. */
function randomDigits(length: number, randomBytes: IssuerDependencies['randomBytes']): string {
  let digits = ''
  while (digits.length < length) {
    const [byte = 255] = randomBytes(1)
    if (byte < 250) digits += String(byte % 10)
  }
  return digits
}
