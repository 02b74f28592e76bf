import { WalletError } from '../errors.ts'
import type { Holding } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { authorizationServerOf, redeem, supportsDpop } from './access.ts'
import { type Collection, collectHoldings, DEFAULT_COPIES } from './collect-holdings.ts'
import { describeGrantedAccess, type OnGranted } from './granted-access.ts'
import { configurationOf, type Offer, readOffer, resolveIssuer } from './read-offer.ts'
import { withNewKeys } from './with-new-keys.ts'

const PRE_AUTHORIZED_CODE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

export type ReceiveInput = {
  /** `openid-credential-offer://…`, an offer by value or by reference. */
  readonly offer: string
  /** What the issuer gave the citizen apart from the offer, where it asks for one. */
  readonly txCode?: string | undefined
  /** Wanted of each credential, at most 100; fewer where the issuer gives fewer. Left out: 10. */
  readonly copies?: number | undefined
}

/**
 * Receives every credential of an offer (OpenID4VCI 1.0, pre-authorised code) in copies, each bound to a new key of its own,
 * checks all of them, and only then stores all of them. What the issuer has still to decide on is stored as owed.
 *
 * @param onGranted keeps what was granted when the code has been used, so that a cut loses nothing: `collectGranted` goes on
 * @throws WalletError `offer_malformed`, `offer_grant_unsupported`, `tx_code_missing`, `configuration_unsupported`,
 *   `issuer_refused`, `issuer_answer_malformed`, `credential_not_ours`, `credential_not_as_offered`, `copies_linkable`,
 *   and those of CredentialError
 */
export async function receiveCredentials(
  { offer: text, txCode, copies = DEFAULT_COPIES }: ReceiveInput,
  dependencies: WalletDependencies,
  onGranted?: OnGranted,
): Promise<readonly Holding[]> {
  const offer = await readOffer(text, dependencies)
  const { configurationIds } = offer
  const { code, server } = preAuthorizedCodeOf(offer, txCode)
  const issuerMetadata = await resolveIssuer(offer.credential_issuer, dependencies)
  for (const id of configurationIds) configurationOf(issuerMetadata, id, dependencies)
  const metadata = authorizationServerOf(issuerMetadata, server)
  const access = await withNewKeys(supportsDpop(metadata) ? 1 : 0, dependencies, async ([dpopKey]) => {
    const client = { issuerMetadata, authorizationServer: metadata.issuer, clientId: undefined, dpopKey }
    const value = await redeem({ preAuthorizedCode: code, txCode }, client, dependencies)
    return { value, keptKeyIds: value.dpop ? [value.dpop.key.id] : [] }
  })
  return collectOrForget({ access, configurationIds, copies }, dependencies, onGranted)
}

/** Where nobody keeps what was granted, a failure leaves nothing behind. */
async function collectOrForget(
  collection: Collection,
  dependencies: WalletDependencies,
  onGranted: OnGranted | undefined,
): Promise<readonly Holding[]> {
  const { access } = collection
  await onGranted?.(describeGrantedAccess(access, collection))
  try {
    return await collectHoldings(collection, dependencies)
  } catch (error) {
    if (onGranted === undefined && access.dpop) await dependencies.keys.removeKeys([access.dpop.key.id]).catch(() => {})
    throw error
  }
}

/** The code of an offer, if the person has what it needs beside it. */
function preAuthorizedCodeOf({ grants }: Offer, txCode: string | undefined) {
  const grant = grants?.[PRE_AUTHORIZED_CODE]
  if (grant === undefined) {
    const message = 'This offer has no pre-authorised code; sign in for it with startAuthorization (--redirect).'
    throw new WalletError('offer_grant_unsupported', message, {})
  }
  if (grant.tx_code !== undefined && txCode === undefined) {
    const { length } = grant.tx_code
    const message = 'This offer needs the transaction code that the issuer gave you; pass it with --tx-code.'
    throw new WalletError('tx_code_missing', message, { length })
  }
  return { code: grant['pre-authorized_code'], server: grant.authorization_server }
}
