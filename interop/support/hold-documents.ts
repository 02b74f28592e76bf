import { receiveCredentials } from '@bai/wallet-agent'
import { makeOffer } from '../../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../../packages/issuer/test/support/register-lines.ts'
import type { TestIssuer } from '../../packages/issuer/test/support/start-test-issuer.ts'
import { type OurWallet, openOurWallet } from './our-wallet.ts'

/** Our wallet with ID card and house registration of our issuer, three copies each. @param verifierAnchors base64 of DER */
export async function holdDocuments(issuer: TestIssuer, verifierAnchors: readonly string[]): Promise<OurWallet> {
  const ours = openOurWallet({ verifierAnchors })
  const { answer, txCode } = await makeOffer(issuer, NUMBERS.head, { types: ['id-card', 'house-registration'] })
  await receiveCredentials({ offer: answer.body['offer_uri'], txCode, copies: 10 }, ours.wallet)
  return ours
}

/** What a verifier asks for of both, in DCQL. */
export const CARD_AND_HOUSE = {
  credentials: [
    {
      id: 'card',
      format: 'dc+sd-jwt' as const,
      meta: { vct_values: ['urn:bai:th:id-card:1'] },
      claims: [{ path: ['given_name'] }, { path: ['age_equal_or_over', '20'] }],
    },
    {
      id: 'house',
      format: 'dc+sd-jwt' as const,
      meta: { vct_values: ['urn:bai:th:house-registration:1'] },
      claims: [{ path: ['house_code'] }],
    },
  ],
}
