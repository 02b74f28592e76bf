import type { WalletDependencies } from './ports.ts'
import { configurationOf, readOffer, resolveIssuer } from './receive/read-offer.ts'

/** What an offer is about, for the person to see before anything is asked for. */
export type OpenedOffer = {
  readonly issuer: string
  /** `vct` of each credential. */
  readonly types: readonly string[]
  readonly grant: 'pre-authorized_code' | 'authorization_code'
  readonly needsTxCode: boolean
}

const PRE_AUTHORIZED_CODE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

/**
 * Reads an offer and the issuer's metadata; no code is used up by it (OpenID4VCI 1.0, section 4.1).
 *
 * @throws WalletError `offer_malformed`, `issuer_refused`, `issuer_answer_malformed`, `configuration_unsupported`
 */
export async function openOffer(text: string, dependencies: WalletDependencies): Promise<OpenedOffer> {
  const { credential_issuer: issuer, grants, configurationIds } = await readOffer(text, dependencies)
  const metadata = await resolveIssuer(issuer, dependencies)
  const preAuthorized = grants?.[PRE_AUTHORIZED_CODE]
  return {
    issuer,
    types: configurationIds.map((id) => configurationOf(metadata, id, dependencies).vct),
    grant: preAuthorized === undefined ? 'authorization_code' : 'pre-authorized_code',
    needsTxCode: preAuthorized?.tx_code !== undefined,
  }
}
