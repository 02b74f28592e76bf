import { encodeBase64urlText } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import { type PublicJwk, parsePublicJwk } from '../jose/jwk.ts'
import { parseJsonObject } from '../json.ts'
import { type DidDocument, singleKeyDocument } from './document.ts'

const PREFIX = 'did:jwk:'

/** The `did:jwk` of a public key: the key itself, spelled as an identifier. */
export function encodeDidJwk(jwk: PublicJwk): string {
  const { kty, crv, x, y, n, e } = jwk
  return PREFIX + encodeBase64urlText(JSON.stringify({ kty, crv, x, y, n, e }))
}

/** Reads the key out of a `did:jwk`, with no look-up. @throws CredentialError `did_malformed`, `key_invalid`, `base64url_malformed`, `json_malformed` */
export function resolveDidJwk(did: string): DidDocument {
  if (!did.startsWith(PREFIX)) throw new CredentialError('did_malformed', 'This is not a did:jwk.', { method: 'jwk' })
  const jwk = parsePublicJwk(parseJsonObject(did.slice(PREFIX.length), 'did:jwk'))
  return singleKeyDocument(did, '0', jwk)
}
