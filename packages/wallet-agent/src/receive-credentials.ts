import { CredentialError, encodeBase64url, numericDate } from '@bai/credential'
import { Oauth2ClientErrorResponseError } from '@openid4vc/oauth2'
import {
  type CredentialOfferObject,
  type IssuerMetadataResult,
  Openid4vciRetrieveCredentialsError,
} from '@openid4vc/openid4vci'
import { checkReceivedCredential } from './check-received-credential.ts'
import { WalletError } from './errors.ts'
import { createOpenidClient } from './openid-client.ts'
import type { HolderKey, StoredCredential, WalletDependencies } from './ports.ts'

const PRE_AUTHORIZED_CODE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

export type ReceiveInput = {
  /** `openid-credential-offer://…`, an offer by value or by reference. */
  readonly offer: string
  /** What the issuer gave the citizen apart from the offer, where it asks for one. */
  readonly txCode?: string
}

/**
 * Receives every credential of an offer (OpenID4VCI 1.0, pre-authorised code), each bound to a new key of its own, checks
 * all of them, and only then stores all of them.
 *
 * @throws WalletError `offer_malformed`, `offer_grant_unsupported`, `tx_code_missing`, `issuer_refused`,
 *   `issuer_answer_malformed`, `credential_not_ours`, `credential_not_as_offered`, and those of CredentialError
 */
export async function receiveCredentials(
  input: ReceiveInput,
  dependencies: WalletDependencies,
): Promise<readonly StoredCredential[]> {
  const resolver = createOpenidClient([], dependencies)
  const credentialOffer = await readOffer(input, () => resolver.resolveCredentialOffer(input.offer))
  const issuerMetadata = await answered(() => resolver.resolveIssuerMetadata(credentialOffer.credential_issuer))
  const { accessTokenResponse } = await answered(() =>
    resolver.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata,
      ...(input.txCode !== undefined && { txCode: input.txCode }),
    }),
  )
  const received: StoredCredential[] = []
  for (const configurationId of new Set(credentialOffer.credential_configuration_ids)) {
    const context = { issuerMetadata, accessToken: accessTokenResponse.access_token, configurationId }
    received.push(await receiveOne(context, dependencies))
  }
  await dependencies.credentials.add(received)
  return received
}

/** The offer, with what it needs to go on. */
async function readOffer(
  { txCode, offer: text }: ReceiveInput,
  resolve: () => Promise<CredentialOfferObject>,
): Promise<CredentialOfferObject> {
  // OpenID4VCI 1.0, section 4.1: by value or by reference. With both, two readers may take two different offers.
  if (['credential_offer=', 'credential_offer_uri='].every((parameter) => text.includes(parameter))) {
    const reason = 'credential_offer_uri'
    throw new WalletError('offer_malformed', 'The credential offer is given by value and by reference.', { reason })
  }
  const offer = await answered(resolve, 'offer_malformed')
  // OpenID4VCI 1.0, section 4.1.1: a list that is not empty.
  if (offer.credential_configuration_ids.length === 0) {
    const reason = 'credential_configuration_ids'
    throw new WalletError('offer_malformed', 'The credential offer names no credential.', { reason })
  }
  const grant = offer.grants?.[PRE_AUTHORIZED_CODE]
  if (grant === undefined) {
    throw new WalletError(
      'offer_grant_unsupported',
      'This offer has no pre-authorised code; no other grant is supported yet.',
      {},
    )
  }
  if (grant.tx_code !== undefined && txCode === undefined) {
    const { length } = grant.tx_code
    const message = 'This offer needs the transaction code that the issuer gave you; pass it with --tx-code.'
    throw new WalletError('tx_code_missing', message, { length })
  }
  return offer
}

type ReceiveContext = {
  readonly issuerMetadata: IssuerMetadataResult
  readonly accessToken: string
  readonly configurationId: string
}

async function receiveOne(context: ReceiveContext, dependencies: WalletDependencies): Promise<StoredCredential> {
  const { issuerMetadata, accessToken, configurationId } = context
  const key = await dependencies.keys.createKey()
  const client = createOpenidClient([key], dependencies)
  const response = await answered(async () => {
    const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata })
    const { jwt } = await client.createCredentialRequestJwtProof({
      issuerMetadata,
      credentialConfigurationId: configurationId,
      signer: { method: 'jwk', alg: 'ES256', publicJwk: { ...key.publicJwk } },
      issuedAt: dependencies.now(),
      nonce,
    })
    return client.retrieveCredentials({
      issuerMetadata,
      accessToken,
      credentialConfigurationId: configurationId,
      proofs: { jwt: [jwt] },
    })
  })
  const [first, ...more] = response.credentialResponse.credentials ?? []
  const credential = typeof first === 'object' && first !== null && 'credential' in first ? first.credential : first
  if (typeof credential !== 'string' || more.length > 0) {
    throw new WalletError('issuer_answer_malformed', 'The issuer must answer one key with one credential.', {
      reason: 'credentials',
    })
  }
  return describe(credential, key, context, dependencies)
}

async function describe(
  credential: string,
  key: HolderKey,
  { issuerMetadata, configurationId }: ReceiveContext,
  dependencies: WalletDependencies,
): Promise<StoredCredential> {
  const configuration = issuerMetadata.credentialIssuer.credential_configurations_supported[configurationId]
  const expected = {
    issuer: issuerMetadata.credentialIssuer.credential_issuer,
    configurationId,
    vct: String(configuration?.['vct']),
    key,
  }
  const { vct, claims } = await checkReceivedCredential(credential, expected, dependencies)
  const exp = numericDate(claims, 'exp')
  return {
    id: encodeBase64url(dependencies.randomBytes(9)),
    configurationId,
    vct,
    issuer: String(claims['iss']),
    keyId: key.id,
    receivedAt: dependencies.now().toISOString(),
    expiresAt: exp === undefined ? undefined : new Date(exp * 1000).toISOString(),
    credential,
  }
}

/** Runs a step of the protocol and says what the issuer said, by its code and never by quoting its answer. */
async function answered<T>(
  step: () => Promise<T>,
  malformed: 'offer_malformed' | 'issuer_answer_malformed' = 'issuer_answer_malformed',
): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof Oauth2ClientErrorResponseError) throw refused(error.errorResponse.error, error.response.status)
    if (error instanceof Openid4vciRetrieveCredentialsError) {
      const { response, credentialErrorResponseResult } = error.response
      throw refused(
        credentialErrorResponseResult?.success ? credentialErrorResponseResult.data.error : 'unknown',
        response.status,
      )
    }
    const own = ownError(error)
    if (own !== undefined) throw own
    // The library puts what it read into its messages, and so they are not passed on.
    const what = malformed === 'offer_malformed' ? 'The credential offer' : 'An answer of the issuer'
    const reason = error instanceof Error ? error.name : 'unknown'
    throw new WalletError(malformed, `${what} is not what OpenID4VCI 1.0 asks for.`, { reason })
  }
}

/** What was thrown here or by our `fetch`, which the library wraps in errors of its own. */
function ownError(error: unknown): WalletError | CredentialError | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof WalletError) return inner
    if (inner instanceof CredentialError) return isNoAddress(inner) ? undefined : inner
  }
  return undefined
}

/** What is no address at all was malformed where it was read, and not refused where it leads. */
function isNoAddress({ code, details }: CredentialError): boolean {
  return code === 'address_refused' && 'host' in details && details.host === ''
}

function refused(error: string, status: number): WalletError<'issuer_refused'> {
  const advice = ADVICE[error] ?? 'Ask the issuer.'
  return new WalletError('issuer_refused', `The issuer refused (${status}, ${error}). ${advice}`, { error, status })
}

const ADVICE: Readonly<Record<string, string>> = {
  invalid_grant:
    'The offer was used or has expired, or the transaction code is wrong; ask for a new offer if it goes on.',
  invalid_nonce: 'Try again.',
  invalid_proof: 'Check the clock of this device.',
  invalid_token: 'The offer took too long; ask for a new one.',
}
