import { randomInt, randomUUID } from 'node:crypto'
import { issueSdJwt } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import {
  Oauth2ResourceServer,
  Oauth2ResourceUnauthorizedError,
  Oauth2ServerErrorResponseError,
  preAuthorizedCodeGrantIdentifier,
} from '@openid4vc/oauth2'
import { type IssuerMetadataResult, Openid4vciIssuer, Openid4vciVersion } from '@openid4vc/openid4vci'
import { createOpenid4vcAuthorizationServer } from './openid4vc-authorization-server.ts'
import { openServerCallbacks } from './openid4vc-callbacks.ts'
import { serveLoopback } from './serve-loopback.ts'
import { type Answer, type Received, type Routes, serveRoutes } from './serve-routes.ts'

export const OPENID4VC_VCT = 'urn:example:licence:1'
const ID = 'licence'
const KID = 'key-1'
const DAY = 86_400

type Grants = Parameters<Openid4vciIssuer['createCredentialOffer']>[0]['grants']

/**
 * The issuer of `@openid4vc/openid4vci` below a path, which publishes its keys as `jwt-vc-issuer` and is known by nothing
 * else. It makes no credentials itself; those are made by our SD-JWT.
 */
export async function startOpenid4vcIssuer() {
  const server = await serveLoopback()
  const url = `${server.url}/tenant`
  const openid = openServerCallbacks()
  const authorization = createOpenid4vcAuthorizationServer(url, openid)
  const issuer = new Openid4vciIssuer({ callbacks: openid.callbacks })
  const resources = new Oauth2ResourceServer({ callbacks: openid.callbacks })
  const issuerKey = openid.newKey()
  const nonces = new Set<string>()
  const offers = new Map<string, object>()
  const events: unknown[] = []
  const credentialIssuer = issuer.createCredentialIssuerMetadata({
    credential_issuer: url,
    credential_endpoint: `${url}/credential`,
    nonce_endpoint: `${url}/nonce`,
    notification_endpoint: `${url}/notification`,
    batch_credential_issuance: { batch_size: 6 },
    credential_configurations_supported: {
      [ID]: {
        format: 'dc+sd-jwt',
        vct: OPENID4VC_VCT,
        scope: ID,
        cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
        credential_metadata: { display: [{ name: 'Licence', locale: 'en' }] },
      },
    },
  })
  const issuerMetadata: IssuerMetadataResult = {
    originalDraftVersion: Openid4vciVersion.V1,
    credentialIssuer,
    authorizationServers: [authorization.metadata],
    knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(credentialIssuer),
    signedCredentialIssuer: undefined,
  } as never

  const checkAccess = ({ method, url, headers }: Received) =>
    resources.verifyResourceRequest({
      request: { method, url, headers },
      resourceServer: credentialIssuer.credential_issuer,
      authorizationServers: issuerMetadata.authorizationServers,
    })

  async function give(received: Received): Promise<Answer> {
    await checkAccess(received)
    const credentialRequest = issuer.parseCredentialRequest({
      issuerMetadata,
      credentialRequest: JSON.parse(received.body),
    })
    const credentials = []
    for (const jwt of credentialRequest.proofs?.jwt ?? []) {
      const { payload, signer } = await issuer.verifyCredentialRequestJwtProof({ issuerMetadata, jwt })
      if (!nonces.has(String(payload.nonce))) throw new Oauth2ServerErrorResponseError({ error: 'invalid_nonce' })
      credentials.push({ credential: await makeLicence(signer.publicJwk) })
    }
    nonces.clear()
    const notificationId = randomUUID()
    return { body: issuer.createCredentialResponse({ credentialRequest, credentials, notificationId } as never) }
  }

  function makeLicence(jwk: object): Promise<string> {
    const iat = Math.floor(Date.now() / 1000 / DAY) * DAY
    const status = { status_list: { uri: `${url}/status/1`, idx: randomInt(2 ** 20) } }
    const claims = { iss: url, vct: OPENID4VC_VCT, iat, exp: iat + 30 * DAY, cnf: { jwk }, status }
    const subject = { given_name: 'Somchai', category: 'B' }
    return issueSdJwt(
      {
        header: { typ: 'dc+sd-jwt', kid: KID },
        claims: JSON.parse(JSON.stringify({ ...claims, ...subject })),
        frame: { hidden: ['given_name', 'category'] },
      },
      { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: openid.signerOf(issuerKey) },
    )
  }

  const routes: Routes = {
    ...authorization.routes,
    '/.well-known/openid-credential-issuer/tenant': () => ({ body: credentialIssuer }),
    '/.well-known/jwt-vc-issuer/tenant': () => ({
      body: { issuer: url, jwks: { keys: [{ ...issuerKey, kid: KID }] } },
    }),
    '/tenant/offer': ({ query }) => ({ body: offers.get(query.get('id') ?? '') }),
    '/tenant/nonce': () => {
      const cNonce = randomUUID()
      nonces.add(cNonce)
      return { body: issuer.createNonceResponse({ cNonce }) }
    },
    '/tenant/credential': give,
    '/tenant/notification': async (received) => {
      await checkAccess(received)
      events.push(JSON.parse(received.body).event)
      return { status: 204 }
    },
  }
  server.serve(serveRoutes(server.url, routes, refusalOf))

  async function offer(grants: Grants): Promise<string> {
    const id = randomUUID()
    const made = await issuer.createCredentialOffer({
      issuerMetadata,
      credentialConfigurationIds: [ID],
      grants,
      credentialOfferUri: `${url}/offer?id=${id}`,
    })
    offers.set(id, made.credentialOfferObject)
    return made.credentialOffer
  }
  return {
    url,
    events,
    offerByCode: (txCode?: string) =>
      offer({
        [preAuthorizedCodeGrantIdentifier]: {
          'pre-authorized_code': authorization.allow(txCode),
          ...(txCode !== undefined && { tx_code: { length: txCode.length } }),
        },
      }),
    offerToSignIn: () => offer({ authorization_code: { issuer_state: randomUUID() } }),
    close: server.close,
  }
}

function refusalOf(error: unknown): Answer | undefined {
  if (error instanceof Oauth2ServerErrorResponseError) return { status: 400, body: error.errorResponse }
  if (error instanceof Oauth2ResourceUnauthorizedError) return { status: 401, body: { error: 'invalid_token' } }
  return undefined
}
