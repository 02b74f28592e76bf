import { CredentialError } from '../errors.ts'
import { isJsonObject, type Json, type JsonObject, setMember } from '../json.ts'
import { type Disclosure, malformed, parseDisclosure } from './disclosure.ts'

/** Where a claim stands: member names and array indices, from the top. */
export type ClaimPath = readonly (string | number)[]

export type ReconstructedClaims = {
  readonly claims: JsonObject
  /** The paths of all claims that came out of a disclosure. */
  readonly disclosedPaths: readonly ClaimPath[]
}

/** Nesting of payload and disclosures together; each disclosure alone is bounded when it is parsed. */
const MAX_DEPTH = 32

/**
 * Puts the disclosed claims in the place of their digests (RFC 9901, section 7.1, step 3 and 4). Digests without a
 * disclosure vanish: they are withheld claims or decoys, and nobody can tell which.
 *
 * @param payload of the issuer-signed JWT, its signature verified
 * @param disclosures as received
 * @param digest of a disclosure, base64url, under the payload's `_sd_alg`
 * @throws CredentialError `disclosure_unreferenced`, `digest_duplicated`, `digest_malformed`, `claim_name_reserved`,
 *   `claim_name_collision`, and those of `parseDisclosure`
 */
export function reconstructClaims(
  payload: JsonObject,
  disclosures: readonly string[],
  digest: (disclosure: string) => string,
): ReconstructedClaims {
  const reader = new DigestReader(disclosures, digest)
  const { _sd_alg: _, ...rest } = payload
  const claims = reader.object(rest, [])
  reader.checkAllUsed()
  return { claims, disclosedPaths: reader.disclosedPaths }
}

class DigestReader {
  readonly disclosedPaths: ClaimPath[] = []
  readonly #byDigest = new Map<string, Disclosure>()
  readonly #seen = new Set<string>()
  #used = 0

  constructor(disclosures: readonly string[], digest: (disclosure: string) => string) {
    for (const text of disclosures) {
      const key = digest(text)
      // Two disclosures of one digest are the same disclosure twice; step 4 of section 7.1 has each referenced once.
      if (this.#byDigest.has(key)) throw duplicated()
      this.#byDigest.set(key, parseDisclosure(text))
    }
  }

  object(source: JsonObject, path: ClaimPath): JsonObject {
    this.#checkDepth(path)
    const claims: { [name: string]: Json } = {}
    for (const name of Object.keys(source)) {
      if (name === '_sd') continue
      // Section 4.2.4.2: `...` is only ever the single key of an array element; section 4.1.1: `_sd_alg` stands at the top.
      if (name === '...' || name === '_sd_alg') {
        throw new CredentialError('claim_name_reserved', 'The name `...` or _sd_alg stands where it may not.', {})
      }
      setMember(claims, name, this.#value(source[name]!, [...path, name]))
    }
    if (Object.hasOwn(source, '_sd')) this.#addDisclosed(source['_sd']!, claims, path)
    return claims
  }

  checkAllUsed(): void {
    const count = this.#byDigest.size - this.#used
    if (count > 0) {
      throw new CredentialError('disclosure_unreferenced', `No digest refers to ${count} of the disclosures.`, {
        count,
      })
    }
  }

  #value(value: Json, path: ClaimPath): Json {
    if (Array.isArray(value)) return this.#array(value, path)
    return isJsonObject(value) ? this.object(value, path) : value
  }

  #array(source: readonly Json[], path: ClaimPath): Json {
    this.#checkDepth(path)
    const elements: Json[] = []
    for (const element of source) {
      const here = [...path, elements.length]
      if (!isJsonObject(element) || !Object.hasOwn(element, '...')) {
        elements.push(this.#value(element, here))
        continue
      }
      if (Object.keys(element).length !== 1) {
        throw new CredentialError('claim_name_reserved', 'An array placeholder has `...` as its only key.', {})
      }
      const disclosure = this.#take(element['...']!)
      if (disclosure === undefined) continue
      if (disclosure.name !== undefined) throw malformed('An array element was disclosed with a claim name.', 'shape')
      this.disclosedPaths.push(here)
      elements.push(this.#value(disclosure.value, here))
    }
    return elements
  }

  #addDisclosed(digests: Json, claims: { [name: string]: Json }, path: ClaimPath): void {
    if (!Array.isArray(digests)) throw new CredentialError('digest_malformed', '_sd must be an array of digests.', {})
    for (const digest of digests) {
      const disclosure = this.#take(digest)
      if (disclosure === undefined) continue
      const { name, value } = disclosure
      if (name === undefined) throw malformed('A member was disclosed without its claim name.', 'shape')
      if (Object.hasOwn(claims, name)) {
        throw new CredentialError(
          'claim_name_collision',
          'A disclosed claim has the name of one that is already there.',
          {},
        )
      }
      const here = [...path, name]
      this.disclosedPaths.push(here)
      setMember(claims, name, this.#value(value, here))
    }
  }

  /** The disclosure of a digest, if it was sent. A digest may stand in one place only (section 7.1, step 4). */
  #take(digest: Json): Disclosure | undefined {
    if (typeof digest !== 'string') throw new CredentialError('digest_malformed', 'A digest must be a string.', {})
    if (this.#seen.has(digest)) throw duplicated()
    this.#seen.add(digest)
    const disclosure = this.#byDigest.get(digest)
    if (disclosure !== undefined) this.#used += 1
    return disclosure
  }

  #checkDepth(path: ClaimPath): void {
    if (path.length > MAX_DEPTH) {
      throw new CredentialError('too_large', `Claims may be nested ${MAX_DEPTH} levels deep.`, {
        what: 'nesting',
        limit: MAX_DEPTH,
      })
    }
  }
}

function duplicated(): CredentialError<'digest_duplicated'> {
  return new CredentialError('digest_duplicated', 'The same digest stands in the SD-JWT more than once.', {})
}
