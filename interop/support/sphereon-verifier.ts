import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { type JsonObject, signJws } from '@bai/credential'
import {
  InMemoryRPSessionManager,
  PassBy,
  PropertyTarget,
  RequestAud,
  type ResponseMode,
  ResponseType,
  RevocationVerification,
  RP,
  SupportedVersion,
} from '@sphereon/did-auth-siop'
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose'
import { type ClientIdPrefix, createCertifiedSigner } from './certified-signer.ts'
import { checkPresentation, keysOfIssuer } from './check-presentation.ts'
import { serveLoopback } from './serve-loopback.ts'
import { type Answer, type Received, serveRoutes } from './serve-routes.ts'

type Prefix = Exclude<ClientIdPrefix, 'redirect_uri'>
type Session = {
  readonly rp: RP
  readonly nonce: string
  readonly requestObject: string
  claims: readonly JsonObject[]
}

const hash = (data: unknown, algorithm: string) =>
  createHash(algorithm.replace('-', ''))
    .update(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer))
    .digest()

/**
 * The verifier of Sphereon's did-auth-siop on loopback. It leaves the verification of presentations to a callback, which is
 * our kernel here.
 */
export async function startSphereonVerifier(issuerUrl: string, query: object) {
  const server = await serveLoopback()
  const identity = await createCertifiedSigner(new URL(server.url).hostname)
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const encryptionJwk = { ...(await exportJWK(publicKey)), kid: 'enc-1', alg: 'ECDH-ES', use: 'enc' }
  const clientMetadata = {
    passBy: PassBy.VALUE,
    targets: PropertyTarget.REQUEST_OBJECT,
    client_name: 'Gate',
    vp_formats_supported: { 'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] } },
    jwks: { keys: [encryptionJwk] },
    encrypted_response_enc_values_supported: ['A256GCM'],
  }
  const issuerKeys = await keysOfIssuer(issuerUrl)
  const sessions = new Map<string, Session>()
  const encrypted: string[] = []

  function openRp(id: string, clientId: string, responseMode: string): RP {
    const events = new EventEmitter()
    const target = PropertyTarget.REQUEST_OBJECT
    return RP.builder({ requestVersion: SupportedVersion.OID4VP_v1 })
      .withClientId(clientId)
      .withAudience(RequestAud.SELF_ISSUED_V2, target)
      .withResponseType(ResponseType.VP_TOKEN, target)
      .withResponseMode(responseMode as ResponseMode, target)
      .withResponseUri(`${server.url}/response?id=${id}`, target)
      .withRequestByReference(`${server.url}/request?id=${id}`)
      .withDcqlQuery(query as never, target)
      .withClientMetadata(clientMetadata as never, target)
      .withCreateJwtCallback((_issuer, { header, payload }) => {
        const { alg: _, ...rest } = JSON.parse(JSON.stringify(header))
        return signJws(rest, JSON.parse(JSON.stringify(payload)), identity.signer)
      })
      .withVerifyJwtCallback(() => Promise.reject(new TypeError('No id_token is asked for.')))
      .withHasher(hash)
      .withRevocationVerification(RevocationVerification.NEVER)
      .withPresentationVerification(async (presentation) => {
        const session = sessions.get(id)
        const expected = { nonce: session?.nonce ?? '', audience: clientId }
        const claims = await checkPresentation(String(presentation), issuerKeys, expected)
        if (session) session.claims = [...session.claims, claims]
        return { verified: true }
      })
      .withEventEmitter(events)
      .withSessionManager(new InMemoryRPSessionManager(events))
      .build()
  }

  async function takeResponse({ query: parameters, body }: Received): Promise<Answer> {
    const session = sessions.get(parameters.get('id') ?? '')
    if (session === undefined) return { status: 404 }
    const form = Object.fromEntries(new URLSearchParams(body))
    const payload = form['response'] === undefined ? form : JSON.parse(await decrypt(form['response']))
    const vpToken = typeof payload['vp_token'] === 'string' ? JSON.parse(payload['vp_token']) : payload['vp_token']
    await session.rp.verifyAuthorizationResponse(
      { ...payload, vp_token: vpToken } as never,
      { dcqlQuery: query } as never,
    )
    return { body: {} }
  }

  async function decrypt(jwe: string): Promise<string> {
    encrypted.push(jwe)
    return new TextDecoder().decode((await compactDecrypt(jwe, privateKey)).plaintext)
  }

  server.serve(
    serveRoutes(server.url, {
      '/request': ({ query: parameters }) => ({ text: sessions.get(parameters.get('id') ?? '')?.requestObject ?? '' }),
      '/response': takeResponse,
    }),
  )

  return {
    anchor: identity.anchor,
    ask: async (prefix: Prefix, responseMode: 'direct_post' | 'direct_post.jwt') => {
      const id = randomUUID()
      const nonce = randomBytes(32).toString('base64url')
      const clientId = identity.clientIdFor(prefix)
      const rp = openRp(id, clientId, responseMode)
      const jwtIssuer =
        prefix === 'decentralized_identifier'
          ? { method: 'did', didUrl: identity.didUrl, alg: 'ES256' }
          : { method: 'x5c', x5c: [identity.certificate], alg: 'ES256', issuer: clientId }
      const made = await rp.createAuthorizationRequest({
        correlationId: id,
        nonce,
        state: randomUUID(),
        jwtIssuer: jwtIssuer as never,
      })
      const requestObject = String(await made.requestObjectJwt())
      sessions.set(id, { rp, nonce, requestObject, claims: [] })
      return { address: (await made.uri()).encodedUri, id }
    },
    /** What became of the last encrypted answer in Sphereon's own reader. @throws where it does not take it */
    readByItself: () =>
      RP.processJarmAuthorizationResponse(encrypted.at(-1) ?? '', {
        decryptCompact: async ({ jwe }) => ({ plaintext: await decrypt(jwe), protectedHeader: { alg: '', enc: '' } }),
        getAuthRequestPayload: () => Promise.reject(new TypeError('It does not come to that.')),
        hasher: hash,
      }),
    claimsOf: (id: string) => sessions.get(id)?.claims,
    close: server.close,
  }
}
