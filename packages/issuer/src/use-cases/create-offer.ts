import { encodeBase64url, type JsonObject } from '@bai/credential'
import type { IssuerConfiguration } from '../configuration.ts'
import type { IssuerDependencies } from '../ports.ts'
import { checkConfigurationIds, checkEligible } from './check-eligible.ts'

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
  /** The same by reference: short enough for a QR code. Nothing for one without a pre-authorised code. */
  readonly offerUriByReference: string | undefined
  /** Given to the citizen apart from the offer. */
  readonly txCode: string | undefined
  readonly expiresAt: Date
}

/** Section 4.1.1. */
export type CredentialOffer = JsonObject

export const PRE_AUTHORIZED_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const OFFER_SCHEME = 'openid-credential-offer://?'
const TX_CODE_LENGTH = 6
const REFERENCE_BYTES = 32

/**
 * Makes a credential offer with a pre-authorised code (OpenID4VCI 1.0, section 4.1). Code and transaction code are kept
 * as hashes only: the database cannot redeem what it holds. Under HAIP, which has no such code, the offer sends the
 * person to sign in.
 *
 * @throws IssuerError `credential_configuration_unknown`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function createOffer(input: CreateOfferInput, dependencies: IssuerDependencies): Promise<CreatedOffer> {
  const { configuration, offers, secrets, randomBytes, audit, now } = dependencies
  await checkEligible(input, dependencies)
  if (configuration.haip) return createAuthorizationOffer(input.configurationIds, dependencies)
  const reference = encodeBase64url(randomBytes(REFERENCE_BYTES))
  const code = secrets.offerCode(reference)
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
  const { configurationIds } = input
  const offer = preAuthorizedOffer({ configurationIds, code, withTxCode: txCode !== undefined }, configuration)
  const address = `${configuration.credentialIssuer}/credential-offers/${reference}`
  return {
    offerUri: OFFER_SCHEME + new URLSearchParams({ credential_offer: JSON.stringify(offer) }),
    offerUriByReference: OFFER_SCHEME + new URLSearchParams({ credential_offer_uri: address }),
    txCode,
    expiresAt,
  }
}

/**
 * An offer for which the person signs in (section 4.1.1, grant `authorization_code`). It is for anybody and holds no
 * secret, so nothing is kept of it.
 *
 * @throws IssuerError `credential_configuration_unknown`
 */
export function createAuthorizationOffer(
  configurationIds: readonly string[],
  { configuration, catalogue, now }: Pick<IssuerDependencies, 'configuration' | 'catalogue' | 'now'>,
): CreatedOffer {
  checkConfigurationIds(configurationIds, { catalogue })
  const { credentialIssuer, offerLifetimeSeconds } = configuration
  const offer = {
    credential_issuer: credentialIssuer,
    credential_configuration_ids: configurationIds,
    grants: { authorization_code: {} },
  }
  return {
    offerUri: OFFER_SCHEME + new URLSearchParams({ credential_offer: JSON.stringify(offer) }),
    offerUriByReference: undefined,
    txCode: undefined,
    expiresAt: new Date(now().getTime() + offerLifetimeSeconds * 1000),
  }
}

/** Section 4.1.1, grant of a pre-authorised code. */
export function preAuthorizedOffer(
  offer: { readonly configurationIds: readonly string[]; readonly code: string; readonly withTxCode: boolean },
  { credentialIssuer }: IssuerConfiguration,
): CredentialOffer {
  return {
    credential_issuer: credentialIssuer,
    credential_configuration_ids: offer.configurationIds,
    grants: {
      [PRE_AUTHORIZED_CODE_GRANT]: {
        'pre-authorized_code': offer.code,
        ...(offer.withTxCode && { tx_code: { input_mode: 'numeric', length: TX_CODE_LENGTH } }),
      },
    },
  }
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
