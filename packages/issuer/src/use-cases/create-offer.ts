import { credentialTypes, encodeBase64url } from '@bai/credential'
import { buildClaims, claimsContext } from '../claims/build-claims.ts'
import { loadCitizen } from '../claims/load-citizen.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

export type CreateOfferInput = {
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  readonly withTxCode: boolean
  /** Who made it: an operator, or the enrolment. */
  readonly actor: string
  readonly reason: string
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
  const expiresAt = new Date(createdAt.getTime() + configuration.offerLifetimeSeconds * 1000)
  const offerId = await offers.add({
    codeHash: secrets.tokenHash(code),
    txCodeHash: txCode === undefined ? undefined : secrets.txCodeHash(code, txCode),
    subjectHash: input.subjectHash,
    configurationIds: input.configurationIds,
    createdAt,
    expiresAt,
  })
  const detail = { offer: offerId, types: input.configurationIds, reason: input.reason, tx_code: input.withTxCode }
  await audit.append({ actor: input.actor, action: 'offer_created', subjectHash: input.subjectHash, detail }, createdAt)
  return {
    offerUri: offerUri(input.configurationIds, code, txCode !== undefined, configuration.credentialIssuer),
    txCode,
    expiresAt,
  }
}

async function checkEligible(
  { subjectHash, configurationIds }: CreateOfferInput,
  dependencies: IssuerDependencies,
): Promise<void> {
  const known = new Set(credentialTypes.map(({ id }) => id))
  if (configurationIds.length === 0 || configurationIds.some((id) => !known.has(id))) {
    const message = `Credential types are ${[...known].join(' and ')}.`
    throw new IssuerError('credential_configuration_unknown', message, {})
  }
  const citizen = await loadCitizen(subjectHash, dependencies.register)
  for (const id of configurationIds) buildClaims(id, citizen, claimsContext(dependencies))
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
