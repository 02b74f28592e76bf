import { type DIDResolutionResult, Resolver } from 'did-resolver'
import { CredentialError } from '../errors.ts'
import type { DidDocument } from './document.ts'
import { resolveDidJwk } from './jwk.ts'
import { resolveDidKey } from './key.ts'

/** Gives the document of a `did:web`, or nothing: from the network, or offline from a bundle. */
export type FindWebDocument = (did: string) => DidDocument | undefined | Promise<DidDocument | undefined>

/**
 * A `did-resolver` Resolver for `did:jwk`, `did:key` and `did:web`. The first two need no look-up; the third asks
 * `findWebDocument`, which in a verifier reads the bundle: same interface, no network.
 */
export function createDidResolver(findWebDocument: FindWebDocument): Resolver {
  return new Resolver({
    jwk: async (did) => found(resolveDidJwk(did)),
    key: async (did) => found(resolveDidKey(did)),
    web: async (did) => {
      const document = await findWebDocument(did)
      // Whoever answers for this DID must say so in the document (DID Core 1.0, section 5.1.1).
      return document?.id === did ? found(document) : notFound()
    },
  })
}

/** Resolves a DID, or the DID of a DID URL. @throws CredentialError `key_not_found`, and those of its method */
export async function resolveDid(resolver: Resolver, didUrl: string): Promise<DidDocument> {
  const { didDocument, didResolutionMetadata } = await resolver.resolve(didUrl)
  if (didDocument === null || didResolutionMetadata.error !== undefined) {
    throw new CredentialError('key_not_found', 'The DID does not resolve.', {})
  }
  return didDocument
}

function found(didDocument: DidDocument): DIDResolutionResult {
  return { didDocument, didDocumentMetadata: {}, didResolutionMetadata: { contentType: 'application/did+json' } }
}

function notFound(): DIDResolutionResult {
  return { didDocument: null, didDocumentMetadata: {}, didResolutionMetadata: { error: 'notFound' } }
}
