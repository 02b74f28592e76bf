import { randomBytes, randomUUID } from 'node:crypto'
import { type JsonObject, signJws } from '@bai/credential'
import type { CallbackContext, JwtSigner } from '@openid4vc/oauth2'
import { Openid4vpVerifier } from '@openid4vc/openid4vp'
import { compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose'
import { type ClientIdPrefix, createCertifiedSigner } from './certified-signer.ts'
import { checkPresentation, keysOfIssuer } from './check-presentation.ts'
import { openServerCallbacks } from './openid4vc-callbacks.ts'
import { serveLoopback } from './serve-loopback.ts'
import { type Answer, type Received, serveRoutes } from './serve-routes.ts'

type Ask = {
  readonly query: object
  readonly prefix: ClientIdPrefix
  readonly responseMode: 'direct_post' | 'direct_post.jwt'
  /** How the wallet fetches the request; `value` carries it whole. */
  readonly by?: 'get' | 'post' | 'value'
}
type Session = { readonly payload: { readonly nonce: string; readonly client_id: string }; claims?: JsonObject[] }

/** The verifier side of `@openid4vc/openid4vp` on loopback. It verifies no presentations; our kernel does. */
export async function startOpenid4vpVerifier(issuerUrl: string) {
  const server = await serveLoopback()
  const identity = await createCertifiedSigner(new URL(server.url).hostname)
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const encryptionJwk = { ...(await exportJWK(publicKey)), kid: 'enc-1', alg: 'ECDH-ES', use: 'enc' }
  const callbacks: CallbackContext = {
    ...openServerCallbacks().callbacks,
    signJwt: async (_signer, { header: { alg: _, ...header }, payload }) => {
      const clean = (value: object) => JSON.parse(JSON.stringify(value)) as JsonObject
      return { jwt: await signJws(clean(header), clean(payload), identity.signer), signerJwk: {} as never }
    },
    decryptJwe: async (jwe) => {
      const { plaintext } = await compactDecrypt(jwe, privateKey)
      const payload = new TextDecoder().decode(plaintext)
      return { decrypted: true, decryptionJwk: encryptionJwk as JWK as never, payload }
    },
  }
  const verifier = new Openid4vpVerifier({ callbacks })
  const issuerKeys = await keysOfIssuer(issuerUrl)
  const sessions = new Map<string, Session>()
  const methods = new Map<string, string>()

  function signerFor(prefix: ClientIdPrefix): JwtSigner {
    if (prefix === 'decentralized_identifier') return { method: 'did', alg: 'ES256', didUrl: identity.didUrl }
    return { method: 'x5c', alg: 'ES256', x5c: [identity.certificate] }
  }

  /** @param walletNonce that a wallet sent along, where it did */
  async function makeRequest(id: string, prefix: ClientIdPrefix, byReference: boolean, walletNonce?: string) {
    const nonced = walletNonce === undefined ? {} : { wallet_nonce: walletNonce }
    const jar = {
      jwtSigner: signerFor(prefix),
      expiresInSeconds: 60,
      // Left out, the address of the request is written, which OpenID4VP 1.0, section 5.8, does not have.
      additionalJwtPayload: { aud: 'https://self-issued.me/v2' },
      ...(byReference && { requestUri: `${server.url}/request?id=${id}` }),
    }
    return verifier.createOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: { ...sessions.get(id)?.payload, ...nonced } as never,
      ...(prefix !== 'redirect_uri' && { jar }),
      ...(walletNonce !== undefined && { wallet: { nonce: walletNonce, expectedNonce: walletNonce } as never }),
    })
  }

  async function giveRequest({ query, method, body }: Received): Promise<Answer> {
    const id = query.get('id') ?? ''
    methods.set(id, method)
    const nonce = new URLSearchParams(body).get('wallet_nonce') ?? undefined
    const { jar } = await makeRequest(id, prefixOf(sessions.get(id)?.payload.client_id ?? ''), true, nonce)
    return { text: jar?.authorizationRequestJwt ?? '' }
  }

  async function takeResponse({ query, body }: Received): Promise<Answer> {
    const session = sessions.get(query.get('id') ?? '')
    if (session === undefined) return { status: 404 }
    const answer = await verifier.parseOpenid4vpAuthorizationResponse({
      authorizationResponse: Object.fromEntries(new URLSearchParams(body)),
      authorizationRequestPayload: session.payload as never,
      callbacks,
    })
    const { nonce, client_id: audience } = session.payload
    const presentations = Object.values(answer.type === 'dcql' ? answer.dcql.presentations : {}).flat() as string[]
    session.claims = await Promise.all(
      presentations.map((one) => checkPresentation(one, issuerKeys, { nonce, audience })),
    )
    return { body: {} }
  }
  server.serve(serveRoutes(server.url, { '/request': giveRequest, '/response': takeResponse }))

  return {
    anchor: identity.anchor,
    ask: async ({ query, prefix, responseMode, by = 'get' }: Ask) => {
      const id = randomUUID()
      const responseUri = `${server.url}/response?id=${id}`
      const payload = {
        client_id: prefix === 'redirect_uri' ? `redirect_uri:${responseUri}` : identity.clientIdFor(prefix),
        response_type: 'vp_token',
        response_mode: responseMode,
        response_uri: responseUri,
        nonce: randomBytes(32).toString('base64url'),
        state: randomUUID(),
        dcql_query: query,
        client_metadata: {
          client_name: 'Gate',
          vp_formats_supported: { 'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] } },
          jwks: { keys: [encryptionJwk] },
          encrypted_response_enc_values_supported: ['A256GCM'],
        },
      }
      sessions.set(id, { payload })
      const { authorizationRequest } = await makeRequest(id, prefix, by !== 'value')
      const address = by === 'post' ? `${authorizationRequest}&request_uri_method=post` : authorizationRequest
      return { address, id }
    },
    /** What was shown, and by which method the request was fetched. */
    outcomeOf: (id: string) => ({ claims: sessions.get(id)?.claims, method: methods.get(id) }),
    close: server.close,
  }
}

function prefixOf(clientId: string): ClientIdPrefix {
  return clientId.split(':')[0] as ClientIdPrefix
}
