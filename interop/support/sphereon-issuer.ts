import { randomUUID } from 'node:crypto'
import { encodeDidWeb, issueSdJwt, parseJsonObject, parseJws, signJws, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { verifyDPoP } from '@sphereon/oid4vc-common'
import { assertValidAccessTokenRequest, createAccessTokenResponse, VcIssuerBuilder } from '@sphereon/oid4vci-issuer'
import { compactVerify, importJWK, type JWK } from 'jose'
import { serveLoopback } from './serve-loopback.ts'
import { type Answer, type Received, type Routes, serveRoutes } from './serve-routes.ts'

export const SPHEREON_VCT = 'urn:example:ticket:1'
const ID = 'ticket'
const PRE_AUTHORIZED_CODE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const LIFETIME_SECONDS = 300

/** The issuer of Sphereon, with a `did:web`, which leaves the making of credentials to others: to our SD-JWT here. */
export async function startSphereonIssuer() {
  const server = await serveLoopback()
  const { url } = server
  const did = encodeDidWeb(url)
  const signer = generateNodeSigner()
  const tokenSigner = generateNodeSigner()
  const metadata = {
    credential_issuer: url,
    credential_endpoint: `${url}/credential`,
    nonce_endpoint: `${url}/nonce`,
    batch_credential_issuance: { batch_size: 3 },
    credential_configurations_supported: {
      [ID]: {
        format: 'dc+sd-jwt',
        vct: SPHEREON_VCT,
        cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
        credential_metadata: { display: [{ name: 'Ticket', locale: 'en' }] },
      },
    },
  }
  const authorizationServer = {
    issuer: url,
    token_endpoint: `${url}/token`,
    dpop_signing_alg_values_supported: ['ES256'],
    'pre-authorized_grant_anonymous_access_supported': true,
  }
  const issuer = new VcIssuerBuilder()
    .withIssuerMetadata(metadata as never)
    .withAuthorizationMetadata(authorizationServer as never)
    .withInMemoryCredentialOfferState()
    .withInMemoryCredentialOfferURIState()
    .withInMemoryCNonceState()
    .withJWTVerifyCallback(async ({ jwt }) => {
      const { header, payload } = partsOf(jwt)
      await compactVerify(jwt, await importJWK(header['jwk'] as JWK, 'ES256'))
      return { jwt: { header, payload }, alg: 'ES256', jwk: header['jwk'] } as never
    })
    .withCredentialDataSupplier(async () => ({
      credential: { iss: did, vct: SPHEREON_VCT, iat: Math.floor(Date.now() / 1000), seat: '12A' } as never,
      format: 'dc+sd-jwt' as never,
    }))
    .withCredentialSignerCallback(({ credential }) => {
      const claims = JSON.parse(JSON.stringify(credential))
      const header = { typ: 'dc+sd-jwt', kid: `${did}#key-1` }
      const dependencies = { platform: nodePlatform, randomBytes: pooledRandomBytes, signer }
      return issueSdJwt({ header, claims, frame: { hidden: ['seat'] } }, dependencies) as never
    })
    .build()

  /** Once by DPoP, as everything here is. */
  const checkProof = (received: Received, expectAccessToken: boolean) =>
    verifyDPoP(
      { headers: Object.fromEntries(received.headers), fullUrl: received.url, method: 'POST' },
      {
        expectAccessToken,
        jwtVerifyCallback: async ({ jwk }, { raw }) => {
          await compactVerify(raw, await importJWK(jwk as JWK, 'ES256'))
          return true
        },
      },
    )

  async function token(received: Received): Promise<Answer> {
    const form = Object.fromEntries(new URLSearchParams(received.body)) as never
    const { credentialOfferSessions, cNonces } = issuer
    await assertValidAccessTokenRequest(form, { credentialOfferSessions, expirationDuration: LIFETIME_SECONDS })
    const body = await createAccessTokenResponse(form, {
      credentialOfferSessions,
      cNonces,
      tokenExpiresIn: LIFETIME_SECONDS,
      accessTokenIssuer: url,
      accessTokenSignerCallback: (jwt: object) => {
        const { header, payload } = JSON.parse(JSON.stringify(jwt))
        return signJws({ typ: header.typ }, payload, tokenSigner)
      },
      dPoPJwk: await checkProof(received, false),
    } as never)
    return { body }
  }

  async function give(received: Received): Promise<Answer> {
    await checkProof(received, true)
    const accessToken = received.headers.get('authorization')?.split(' ')[1] ?? ''
    await compactVerify(accessToken, await importJWK({ ...tokenSigner.publicJwk }, 'ES256'))
    const preAuthorizedCode = String(partsOf(accessToken).payload['preAuthorizedCode'])
    const credentialRequest = JSON.parse(received.body)
    return { body: await issuer.issueCredential({ credentialRequest, issuerCorrelation: { preAuthorizedCode } }) }
  }

  const routes: Routes = {
    '/.well-known/openid-credential-issuer': () => ({ body: metadata }),
    '/.well-known/oauth-authorization-server': () => ({ body: authorizationServer }),
    '/.well-known/did.json': () => ({ body: singleKeyDocument(did, 'key-1', signer.publicJwk) }),
    '/token': token,
    '/nonce': async () => {
      const cNonce = randomUUID()
      await issuer.cNonces.set(cNonce, { cNonce, createdAt: Date.now() })
      return { body: { c_nonce: cNonce } }
    },
    '/credential': give,
  }
  server.serve(serveRoutes(url, routes, refusalOf))
  return {
    url,
    offer: async (pinLength?: number) => {
      const grant = { 'pre-authorized_code': randomUUID(), ...(pinLength !== undefined && { tx_code: {} }) }
      const { uri, session } = await issuer.createCredentialOfferURI({
        grants: { [PRE_AUTHORIZED_CODE]: grant } as never,
        credential_configuration_ids: [ID],
        ...(pinLength !== undefined && { pinLength }),
      })
      // It has a length for `txCode`, and the code itself in the session.
      const txCode = session.txCode as unknown as string | undefined
      return { offer: uri, ...(txCode !== undefined && { txCode }) }
    },
    close: server.close,
  }
}

function partsOf(jwt: string) {
  const { header, payload } = parseJws(jwt)
  return { header, payload: parseJsonObject(payload, 'token') }
}

function refusalOf(error: unknown): Answer {
  const { response, statusCode } = error as {
    readonly response?: { readonly error?: string }
    readonly statusCode?: number
  }
  return { status: statusCode ?? 400, body: response ?? { error: 'invalid_request' } }
}
