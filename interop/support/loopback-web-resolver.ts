import { DidDocument, type DidResolver, JsonTransformer } from '@credo-ts/core'

/** `did:web` of an issuer on loopback: Credo's own wants https, which nobody has there. */
export class LoopbackWebResolver implements DidResolver {
  readonly supportedMethods = ['web']
  readonly allowsCaching = false
  readonly allowsLocalDidRecord = false

  async resolve(_context: unknown, did: string) {
    const host = decodeURIComponent(did.slice('did:web:'.length))
    const document = await (await fetch(`http://${host}/.well-known/did.json`)).json()
    return {
      didDocument: JsonTransformer.fromJSON(document, DidDocument),
      didDocumentMetadata: {},
      didResolutionMetadata: { contentType: 'application/did+json' },
    }
  }
}
