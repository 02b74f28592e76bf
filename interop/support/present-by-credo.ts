import type { CredoWallet } from './credo-wallet.ts'

/** Answers a request with the credentials that Credo chooses itself. */
export async function presentByCredo(wallet: CredoWallet, address: string) {
  const { holder } = wallet.openid4vc
  const { dcql, authorizationRequestPayload, verifier } = await holder.resolveOpenId4VpAuthorizationRequest(address)
  if (dcql === undefined) throw new TypeError('The request has no dcql_query.')
  const credentials = holder.selectCredentialsForDcqlRequest(dcql.queryResult)
  const answered = await holder.acceptOpenId4VpAuthorizationRequest({
    authorizationRequestPayload,
    dcql: { credentials },
  })
  const { vp_token: vpToken } = answered.authorizationResponsePayload as {
    readonly vp_token: Record<string, readonly string[]>
  }
  return { ...answered, verifier, vpToken }
}
