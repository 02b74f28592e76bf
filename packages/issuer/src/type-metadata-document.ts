import { createHash } from 'node:crypto'
import { type CredentialType, typeMetadataOf } from '@bai/credential'

export type TypeMetadataDocument = {
  readonly text: string
  /** `vct#integrity` (draft-ietf-oauth-sd-jwt-vc, section 5.5; W3C Subresource Integrity) over the bytes of `text`. */
  readonly integrity: string
}

const documents = new Map<string, TypeMetadataDocument>()

/** The type metadata of a credential type, as it is served: the same bytes each time. */
export function typeMetadataDocument(type: CredentialType): TypeMetadataDocument {
  const known = documents.get(type.id)
  if (known !== undefined) return known
  const text = JSON.stringify(typeMetadataOf(type))
  const document = { text, integrity: `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}` }
  documents.set(type.id, document)
  return document
}
