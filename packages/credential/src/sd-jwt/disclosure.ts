import { CredentialError } from '../errors.ts'
import { type Json, parseBase64urlJson } from '../json.ts'

/** The secret half of a hidden claim: of an object's member (with `name`) or of an array's element (without). */
export type Disclosure = { readonly name: string | undefined; readonly value: Json }

/**
 * Names that no hidden claim may have: they would be read as digests (RFC 9901, section 4.2.1), or (`_sd_alg`) would
 * change how digests are read.
 */
export const RESERVED_CLAIM_NAMES: ReadonlySet<string> = new Set(['_sd', '...', '_sd_alg'])

/**
 * RFC 9901, sections 4.2.1 and 4.2.2: `[salt, name, value]` for a member, `[salt, value]` for an element.
 *
 * @throws CredentialError `disclosure_malformed`, `claim_name_reserved`, `base64url_malformed`, `json_malformed`
 */
export function parseDisclosure(text: string): Disclosure {
  const parts = parseBase64urlJson(text, 'disclosure')
  if (!Array.isArray(parts) || (parts.length !== 2 && parts.length !== 3)) {
    throw malformed('A disclosure is an array of two or three elements.', 'shape')
  }
  if (typeof parts[0] !== 'string') throw malformed('The salt of a disclosure is a string.', 'salt')
  if (parts.length === 2) return { name: undefined, value: parts[1] }
  const name = parts[1]
  if (typeof name !== 'string') throw malformed('The claim name of a disclosure is a string.', 'name')
  if (RESERVED_CLAIM_NAMES.has(name)) {
    throw new CredentialError('claim_name_reserved', 'A disclosure may not be named _sd, _sd_alg or `...`.', {})
  }
  return { name, value: parts[2] }
}

/**
 * The JSON of a disclosure, yet to be encoded.
 *
 * @param salt at least 128 random bits, base64url, used for nothing else (RFC 9901, section 9.3)
 */
export function disclosureJson(salt: string, { name, value }: Disclosure): string {
  // Part by part, for that takes half the time of the array as a whole. In a salt there is nothing to escape.
  const member = name === undefined ? '' : `${JSON.stringify(name)},`
  return `["${salt}",${member}${JSON.stringify(value)}]`
}

export function malformed(message: string, reason: string): CredentialError<'disclosure_malformed'> {
  return new CredentialError('disclosure_malformed', message, { reason })
}
