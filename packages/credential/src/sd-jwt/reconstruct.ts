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
  const claims = reader.object(payload, undefined)
  reader.checkAllUsed()
  return { claims, disclosedPaths: reader.disclosedPaths }
}

/** A place in the claims, from the inside out; written down as a path only where something was disclosed. */
type Place = { readonly parent: Place | undefined; readonly step: string | number; readonly depth: number }

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

  object(source: JsonObject, place: Place | undefined): JsonObject {
    checkDepth(place)
    const claims: { [name: string]: Json } = {}
    for (const name of Object.keys(source)) {
      if (name === '_sd') continue
      // Section 4.2.4.2: `...` is only ever the single key of an array element; section 4.1.1: `_sd_alg` stands at the top.
      if (name === '...' || name === '_sd_alg') {
        if (name === '_sd_alg' && place === undefined) continue
        throw new CredentialError('claim_name_reserved', 'The name `...` or _sd_alg stands where it may not.', {})
      }
      setMember(claims, name, this.#value(source[name]!, place, name))
    }
    if (Object.hasOwn(source, '_sd')) this.#addDisclosed(source['_sd']!, claims, place)
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

  #value(value: Json, parent: Place | undefined, step: string | number): Json {
    if (typeof value !== 'object' || value === null) return value
    const place = { parent, step, depth: (parent?.depth ?? 0) + 1 }
    return Array.isArray(value) ? this.#array(value, place) : this.object(value as JsonObject, place)
  }

  #array(source: readonly Json[], place: Place): Json {
    checkDepth(place)
    const elements: Json[] = []
    for (const element of source) {
      if (!isJsonObject(element) || !Object.hasOwn(element, '...')) {
        elements.push(this.#value(element, place, elements.length))
        continue
      }
      if (Object.keys(element).length !== 1) {
        throw new CredentialError('claim_name_reserved', 'An array placeholder has `...` as its only key.', {})
      }
      const disclosure = this.#take(element['...']!)
      if (disclosure === undefined) continue
      if (disclosure.name !== undefined) throw malformed('An array element was disclosed with a claim name.', 'shape')
      this.disclosedPaths.push(pathOf(place, elements.length))
      elements.push(this.#value(disclosure.value, place, elements.length))
    }
    return elements
  }

  #addDisclosed(digests: Json, claims: { [name: string]: Json }, place: Place | undefined): void {
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
      this.disclosedPaths.push(pathOf(place, name))
      setMember(claims, name, this.#value(value, place, name))
    }
  }

  /** The disclosure of a digest, if it was sent. A digest may stand in one place only (section 7.1, step 4). */
  #take(digest: Json): Disclosure | undefined {
    if (typeof digest !== 'string') throw new CredentialError('digest_malformed', 'A digest must be a string.', {})
    if (this.#seen.size === this.#seen.add(digest).size) throw duplicated()
    const disclosure = this.#byDigest.get(digest)
    if (disclosure !== undefined) this.#used += 1
    return disclosure
  }
}

function pathOf(place: Place | undefined, last: string | number): ClaimPath {
  const path = [last]
  for (let at = place; at !== undefined; at = at.parent) path.push(at.step)
  return path.reverse()
}

function checkDepth(place: Place | undefined): void {
  if (place !== undefined && place.depth > MAX_DEPTH) {
    throw new CredentialError('too_large', `Claims may be nested ${MAX_DEPTH} levels deep.`, {
      what: 'nesting',
      limit: MAX_DEPTH,
    })
  }
}

function duplicated(): CredentialError<'digest_duplicated'> {
  return new CredentialError('digest_duplicated', 'The same digest stands in the SD-JWT more than once.', {})
}
