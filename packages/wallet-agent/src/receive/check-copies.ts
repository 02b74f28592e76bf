import { decodeBase64url, type JsonObject, numericDate, parseSdJwt, readStatusReference } from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { Copy } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { malformedAnswer } from './answered.ts'
import { createCredentialCheck, type ExpectedCredential } from './create-credential-check.ts'

/**
 * Checks every copy that an issuer sent: good by itself, for another of our keys than the others (OpenID4VCI 1.0, section
 * 8.3), and with nothing in common with them by which two verifiers could find that they saw the same person (RFC 9901,
 * section 10.1).
 *
 * @throws WalletError `issuer_answer_malformed`, `credential_not_as_offered`, `credential_not_ours`, `copies_linkable`;
 *   CredentialError
 */
export async function checkCopies(
  credentials: readonly string[],
  expected: ExpectedCredential,
  dependencies: WalletDependencies,
): Promise<readonly Copy[]> {
  if (credentials.length > expected.keys.length) throw malformedAnswer('credentials')
  const check = createCredentialCheck(expected, dependencies)
  const seen = { keys: new Set<string>(), salts: new Set<string>(), places: new Set<string>() }
  const copies: Copy[] = []
  for (const credential of credentials) {
    const { verified, key } = await check(credential)
    if (seen.keys.has(key.id)) throw malformedAnswer('credentials')
    seen.keys.add(key.id)
    const { disclosures } = parseSdJwt(credential)
    addAll(disclosures.map(saltOf), seen.salts, 'salt')
    addAll(statusPlaces(verified.claims), seen.places, 'status')
    const exp = numericDate(verified.claims, 'exp')
    copies.push({ keyId: key.id, credential, ...(exp !== undefined && { expiresAt: isoDate(exp) }) })
  }
  return copies
}

function addAll(values: readonly string[], seen: Set<string>, by: 'salt' | 'status'): void {
  for (const value of values) {
    if (seen.has(value)) {
      const message = 'The issuer sent copies that can be told to be of one person by what they have in common.'
      throw new WalletError('copies_linkable', message, { by })
    }
    seen.add(value)
  }
}

/** RFC 9901, section 4.2.1: the first element of a disclosure. Its form was checked with the signature. */
function saltOf(disclosure: string): string {
  return String(JSON.parse(new TextDecoder().decode(decodeBase64url(disclosure, 'disclosure')))[0])
}

function statusPlaces(claims: JsonObject): readonly string[] {
  const reference = readStatusReference(claims)
  return reference === undefined ? [] : [`${reference.uri}#${reference.index}`]
}

function isoDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
