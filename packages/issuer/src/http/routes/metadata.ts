import { type DidDocument, type JsonObject, keysOf, signJws } from '@bai/credential'
import { type RequestHandler, Router } from 'express'
import type { IssuerDependencies } from '../../ports.ts'
import { typeMetadataDocument } from '../../type-metadata-document.ts'
import { authorizationServerMetadata } from '../authorization-server-metadata.ts'
import { issuerMetadata } from '../issuer-metadata.ts'

/** OpenID4VCI 1.0, section 12.2.3. */
const SIGNED_METADATA_TYP = 'openidvci-issuer-metadata+jwt'
const SIGNED_METADATA_LIFETIME_SECONDS = 86_400

/** What the issuer says of itself: metadata, DID document, keys, type metadata. Open to all, from any origin. */
export function metadataRoutes(dependencies: IssuerDependencies): Router {
  const { configuration, catalogue, credentialSigner } = dependencies
  const router = Router()
  const { pathname } = new URL(configuration.credentialIssuer)
  const path = pathname === '/' ? '' : pathname
  router.get(`/.well-known/openid-credential-issuer${path}`, async (request, response) => {
    cacheable(response)
    response.vary('accept')
    const metadata = issuerMetadata(dependencies)
    if (request.accepts(['application/json', 'application/jwt']) !== 'application/jwt') {
      response.json(metadata)
      return
    }
    response.type('application/jwt').send(Buffer.from(await signMetadata(metadata, dependencies), 'ascii'))
  })
  router.get(
    `/.well-known/oauth-authorization-server${path}`,
    answer(() => authorizationServerMetadata(dependencies)),
  )
  // A proxy takes an issuer's path off; what is well-known stands before it (did:web, section 3.2).
  router.get(
    path === '' ? '/.well-known/did.json' : '/did.json',
    answer(() => credentialSigner.didDocument()),
  )
  router.get(
    `/.well-known/jwt-vc-issuer${path}`,
    answer(async () => {
      const document = (await credentialSigner.didDocument()) as unknown as DidDocument
      // With its certificates (RFC 7517, section 4.7): who packs credentials into QR codes need not carry them then.
      const certificates = new Map((await credentialSigner.keys.list()).map((key) => [key.kid, key.certificates]))
      const keys = keysOf(document, 'assertionMethod').map((key) => {
        const x5c = certificates.get(key.kid?.split('#')[1] ?? '')
        return { ...key, ...(x5c && { x5c }) }
      })
      return { issuer: credentialSigner.issuer, jwks: { keys } }
    }),
  )
  const anchor = credentialSigner.developmentAnchor()
  if (anchor !== undefined) {
    // For trying wallets that believe certificates: the authority of this run, which nobody else should trust.
    router.get('/development-anchor.pem', (_request, response) => {
      response.type('application/x-pem-file').send(anchor)
    })
  }
  for (const { type } of new Map([...catalogue.values()].map((it) => [it.type.id, it])).values()) {
    router.get(`/types/${encodeURIComponent(type.vct)}`, (_request, response) => {
      response.set('content-type', 'application/json')
      response.send(Buffer.from(typeMetadataDocument(type).text, 'utf8'))
    })
  }
  return router
}

/** Signed metadata (section 12.2.3), with the key and the certificates that credentials are signed with. */
function signMetadata(
  metadata: JsonObject,
  { configuration, credentialSigner, now }: IssuerDependencies,
): Promise<string> {
  const iat = Math.floor(now().getTime() / 1000)
  const claims = {
    iss: configuration.credentialIssuer,
    sub: configuration.credentialIssuer,
    iat,
    exp: iat + SIGNED_METADATA_LIFETIME_SECONDS,
  }
  const header = { typ: SIGNED_METADATA_TYP, ...credentialSigner.header() }
  return signJws(header, { ...metadata, ...claims }, credentialSigner.signer)
}

function answer(make: () => unknown): RequestHandler {
  return async (_request, response) => {
    cacheable(response)
    response.json(await make())
  }
}

function cacheable(response: Parameters<RequestHandler>[1]): void {
  response.set('cache-control', 'public, max-age=60')
}
