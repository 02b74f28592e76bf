import type { DIDDocument } from 'did-resolver'
import { CredentialError } from '../errors.ts'
import { type PublicJwk, parsePublicJwk } from '../jose/jwk.ts'

export type DidDocument = DIDDocument

/** A DID document of one key for authentication and assertion. @param fragment names the key, without `#` */
export function singleKeyDocument(did: string, fragment: string, jwk: PublicJwk): DidDocument {
  const id = `${did}#${fragment}`
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod: [{ id, type: 'JsonWebKey2020', controller: did, publicKeyJwk: { ...jwk } }],
    authentication: [id],
    assertionMethod: [id],
  }
}

/**
 * The keys that a DID document names for a purpose, each with its absolute DID URL as `kid`. A method that is listed for
 * another purpose does not count (DID Core 1.0, section 5.3).
 *
 * @throws CredentialError `key_invalid`
 */
export function keysOf(document: DidDocument, purpose: 'assertionMethod' | 'authentication'): readonly PublicJwk[] {
  const methods = [...(document.verificationMethod ?? []), ...(document[purpose] ?? [])]
  const wanted = new Set(
    (document[purpose] ?? []).map((entry) => absolute(document, typeof entry === 'string' ? entry : entry.id)),
  )
  const keys: PublicJwk[] = []
  for (const method of methods) {
    if (typeof method === 'string' || !wanted.has(absolute(document, method.id))) continue
    if (method.publicKeyJwk === undefined) continue
    keys.push({ ...parsePublicJwk(method.publicKeyJwk), kid: absolute(document, method.id) })
  }
  return keys
}

/** The key of one DID URL. @throws CredentialError `key_not_found` */
export function keyOf(document: DidDocument, didUrl: string, purpose: 'assertionMethod' | 'authentication'): PublicJwk {
  const key = keysOf(document, purpose).find(({ kid }) => kid === didUrl)
  if (key === undefined)
    throw new CredentialError('key_not_found', 'The DID document names no such key for this purpose.', {})
  return key
}

function absolute(document: DidDocument, id: string): string {
  return id.startsWith('#') ? `${document.id}${id}` : id
}
