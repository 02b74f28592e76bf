import { isJsonObject, type JsonObject } from '@bai/credential'
import { resourceRequest } from '@openid4vc/oauth2'
import { createOpenidClient, jwkSigner } from '../openid-client.ts'
import type { WalletDependencies } from '../ports.ts'
import type { Access } from './access.ts'
import { answered, malformedAnswer, refused } from './answered.ts'
import { sealMessage } from './message-encryption.ts'

export type IssuerCall = {
  /** The endpoint, from the issuer's metadata; left out there: the issuer cannot do it. */
  readonly url: string | undefined
  readonly access: Access
  readonly message: JsonObject
}

/**
 * Posts a message to an endpoint of the issuer with the access token, by DPoP where it is bound to a key (once more with
 * the nonce that the server then gave: RFC 9449, section 9), encrypted where the issuer requires it.
 *
 * @throws WalletError `issuer_refused`, `issuer_answer_malformed`; CredentialError
 */
export async function callIssuer(call: IssuerCall, dependencies: WalletDependencies): Promise<JsonObject> {
  const sealed = await sealMessage(call.message, call.access.issuerMetadata)
  const response = await post(call, sealed, dependencies)
  return answered(() => sealed.readAnswer(response))
}

/** The same in the clear, for an answer that is empty. */
export async function notifyIssuer(call: IssuerCall, dependencies: WalletDependencies): Promise<void> {
  await post(call, { contentType: 'application/json', content: JSON.stringify(call.message) }, dependencies)
}

async function post(
  { url, access }: IssuerCall,
  { contentType, content }: { readonly contentType: string; readonly content: string },
  dependencies: WalletDependencies,
): Promise<Response> {
  if (url === undefined) throw malformedAnswer('endpoint')
  const { accessToken, dpop } = access
  const { callbacks } = createOpenidClient({ keys: dpop ? [dpop.key] : [] }, dependencies)
  const answer = await answered(() =>
    resourceRequest({
      url,
      accessToken,
      callbacks,
      requestOptions: { method: 'POST', headers: { 'content-type': contentType }, body: content },
      ...(dpop && { dpop: { signer: jwkSigner(dpop.key), ...(dpop.nonce !== undefined && { nonce: dpop.nonce }) } }),
    }),
  )
  if (answer.ok) return answer.response
  const body: unknown = await answer.response.json().catch(() => undefined)
  const told = isJsonObject(body) ? body['error'] : undefined
  throw refused(told ?? answer.wwwAuthenticate?.find(({ error }) => error)?.error, answer.response.status)
}
