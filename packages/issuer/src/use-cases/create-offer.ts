import { encodeBase64url } from '@bai/credential'
import type { IssuerDependencies } from '../ports.ts'
import { checkConfigurationIds, checkEligible } from './check-eligible.ts'
import {
  authorizationOffer,
  type CredentialOffer,
  preAuthorizedOffer,
  TX_CODE_LENGTH,
  toOfferUri,
} from './credential-offer.ts'

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
  /** They have just shown who they are, and the offer goes to the wallet that did so and to nobody else. */
  readonly isSignedIn?: boolean
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

const REFERENCE_BYTES = 32

/**
 * Makes a credential offer with a pre-authorised code (OpenID4VCI 1.0, section 4.1). Code and transaction code are kept
 * as hashes only: the database cannot redeem what it holds. Under HAIP, which has no such code, the offer sends the
 * person to sign in; where they have done so, its `issuer_state` spares it.
 *
 * @throws IssuerError `credential_configuration_unknown`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function createOffer(input: CreateOfferInput, dependencies: IssuerDependencies): Promise<CreatedOffer> {
  const { configuration, secrets, randomBytes } = dependencies
  await checkEligible(input, dependencies)
  if (configuration.haip) {
    if (input.isSignedIn) return offerBySignIn(input, dependencies)
    return createAuthorizationOffer(input.configurationIds, dependencies)
  }
  const reference = encodeBase64url(randomBytes(REFERENCE_BYTES))
  const code = secrets.offerCode(reference)
  const txCode = input.withTxCode ? randomDigits(TX_CODE_LENGTH, randomBytes) : undefined
  const txCodeHash = txCode === undefined ? undefined : secrets.txCodeHash(code, txCode)
  const expiresAt = await keepOffer(input, { codeHash: secrets.tokenHash(code), txCodeHash }, dependencies)
  const { configurationIds } = input
  const offer = preAuthorizedOffer({ configurationIds, code, withTxCode: txCode !== undefined }, configuration)
  const address = `${configuration.credentialIssuer}/credential-offers/${reference}`
  return {
    offerUri: toOfferUri({ credential_offer: JSON.stringify(offer) }),
    offerUriByReference: toOfferUri({ credential_offer_uri: address }),
    txCode,
    expiresAt,
  }
}

/** @returns when it expires */
async function keepOffer(
  { subjectHash, configurationIds, withTxCode, actor, reason, enrolmentId, lifetimeSeconds }: CreateOfferInput,
  hashes: { readonly codeHash: string; readonly txCodeHash: string | undefined },
  { configuration, offers, audit, now }: IssuerDependencies,
): Promise<Date> {
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + (lifetimeSeconds ?? configuration.offerLifetimeSeconds) * 1000)
  const offer = await offers.add({ ...hashes, subjectHash, configurationIds, createdAt, expiresAt, enrolmentId })
  const detail = { offer, types: configurationIds, reason, tx_code: withTxCode }
  await audit.append({ actor, action: 'offer_created', subjectHash, detail }, createdAt)
  return expiresAt
}

/** An offer to a wallet whose person need not sign in any more (section 4.1.1, `issuer_state`). */
async function offerBySignIn(input: CreateOfferInput, dependencies: IssuerDependencies): Promise<CreatedOffer> {
  const { configuration, secrets, randomBytes } = dependencies
  const issuerState = encodeBase64url(randomBytes(REFERENCE_BYTES))
  const hashes = { codeHash: secrets.issuerStateHash(issuerState), txCodeHash: undefined }
  const expiresAt = await keepOffer(input, hashes, dependencies)
  const offer = authorizationOffer({ configurationIds: input.configurationIds, issuerState }, configuration)
  return byValueOnly(offer, expiresAt)
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
  const expiresAt = new Date(now().getTime() + configuration.offerLifetimeSeconds * 1000)
  return byValueOnly(authorizationOffer({ configurationIds }, configuration), expiresAt)
}

function byValueOnly(offer: CredentialOffer, expiresAt: Date): CreatedOffer {
  const offerUri = toOfferUri({ credential_offer: JSON.stringify(offer) })
  return { offerUri, offerUriByReference: undefined, txCode: undefined, expiresAt }
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
