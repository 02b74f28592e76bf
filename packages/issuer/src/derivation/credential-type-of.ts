import type { ClaimDefinition, CredentialType } from '@bai/credential'
import type { Derivation } from './derivation.ts'

/** What the credential rests on. Nobody can withhold it: a credential without its provenance would pass for more. */
const EVIDENCE: ClaimDefinition = {
  path: ['evidence'],
  disclosure: 'open',
  label: { th: 'เอกสารที่ใช้อ้างอิง', en: 'Rests on' },
}

/** The credential type that a derivation issues, as every other type of Bai. */
export function credentialTypeOf({ type, claims }: Pick<Derivation, 'type' | 'claims'>): CredentialType {
  const { id, vct, w3c_type: w3cType, name, description } = type
  return {
    id,
    vct,
    w3cType,
    name,
    description,
    backgroundColor: type.background_color,
    textColor: type.text_color,
    claims: [
      ...claims.map(({ path, disclosure, label }) => ({ path: path as [string, ...string[]], disclosure, label })),
      EVIDENCE,
    ],
  }
}
