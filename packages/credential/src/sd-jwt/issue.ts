import { encodeBase64url, encodeBase64urlTexts } from '../base64url.ts'
import { signJws } from '../jose/jws.ts'
import { isJsonObject, type Json, type JsonObject, setMember } from '../json.ts'
import type { Platform, RandomBytes, Signer } from '../platform.ts'
import { disclosureJson, RESERVED_CLAIM_NAMES } from './disclosure.ts'

/** Which claims of an object or array stand behind digests, so that the holder may withhold each. */
export type DisclosureFrame = {
  /** Members of this object that are hidden, each by its own digest. */
  readonly hidden?: readonly string[]
  /** Frames of nested objects and arrays, hidden themselves or not. */
  readonly nested?: { readonly [name: string]: DisclosureFrame }
  /** For an array: each element is hidden by its own digest, and this frame applies inside it. */
  readonly elements?: DisclosureFrame
  /** Pads the digests of this object or array with decoys to a multiple of this number (RFC 9901, section 4.2.5). */
  readonly padTo?: number
}

export type IssueSdJwtInput = {
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly frame: DisclosureFrame
}

export type IssueSdJwtDependencies = {
  readonly platform: Pick<Platform, 'digest'>
  readonly randomBytes: RandomBytes
  readonly signer: Signer
}

/** RFC 9901, section 9.3: at least 128 bits. */
const SALT_BYTES = 16
const SALTS_A_DRAW = 32

/**
 * Issues an SD-JWT without key binding (RFC 9901, section 4.1). Every claim of every copy gets its own fresh salt, so
 * that neither guessing nor comparing copies tells a withheld value.
 *
 * @returns `<JWT>~<Disclosure 1>~...~<Disclosure N>~`
 */
export async function issueSdJwt(
  input: IssueSdJwtInput,
  { platform, randomBytes, signer }: IssueSdJwtDependencies,
): Promise<string> {
  const writer = new DigestWriter((text) => platform.digest('sha-256', text), createSaltSource(randomBytes))
  const payload = { ...writer.object(input.claims, input.frame), _sd_alg: 'sha-256' }
  const jwt = await signJws(input.header, payload, signer)
  return `${[jwt, ...writer.disclosures].join('~')}~`
}

class DigestWriter {
  readonly disclosures: string[] = []
  readonly #digest: (disclosure: string) => string
  readonly #nextSalt: () => string

  constructor(digest: (disclosure: string) => string, nextSalt: () => string) {
    this.#digest = digest
    this.#nextSalt = nextSalt
  }

  object(claims: JsonObject, frame: DisclosureFrame): JsonObject {
    const result: { [name: string]: Json } = {}
    const hidden: string[] = []
    for (const name of Object.keys(claims)) {
      refuseReserved(name)
      const value = this.#nested(claims[name]!, frame.nested?.[name])
      if (frame.hidden?.includes(name)) hidden.push(disclosureJson(this.#nextSalt(), { name, value }))
      else setMember(result, name, value)
    }
    const digests = this.#hide(hidden)
    this.#pad(digests, frame.padTo)
    // Sorted by digest, their order says nothing about the order of the claims (section 4.2.4.1).
    if (digests.length > 0) result['_sd'] = digests.sort()
    return result
  }

  #array(elements: readonly Json[], frame: DisclosureFrame): Json {
    const inside = frame.elements
    if (inside === undefined) {
      refuseReservedInside(elements)
      return elements
    }
    const digests = this.#hide(
      elements.map((element) =>
        disclosureJson(this.#nextSalt(), { name: undefined, value: this.#nested(element, inside) }),
      ),
    )
    if (frame.padTo !== undefined) {
      this.#pad(digests, frame.padTo)
      // A decoy at the end would be known for one; an array that pads has no order to keep.
      digests.sort()
    }
    return digests.map((digest) => ({ '...': digest }))
  }

  #nested(value: Json, frame: DisclosureFrame | undefined): Json {
    if (frame === undefined) {
      refuseReservedInside(value)
      return value
    }
    if (Array.isArray(value)) return this.#array(value, frame)
    return isJsonObject(value) ? this.object(value, frame) : value
  }

  /** Makes disclosures of their JSON. @returns the digest of each */
  #hide(hidden: readonly string[]): string[] {
    if (hidden.length === 0) return []
    const digests: string[] = []
    for (const text of encodeBase64urlTexts(hidden)) {
      this.disclosures.push(text)
      digests.push(this.#digest(text))
    }
    return digests
  }

  #pad(digests: string[], padTo: number | undefined): void {
    if (padTo === undefined) return
    if (!Number.isInteger(padTo) || padTo < 1) throw new TypeError('padTo must be a positive integer.')
    // Section 4.2.5: a decoy is the digest of a random value, made like any other.
    while (digests.length === 0 || digests.length % padTo !== 0) digests.push(this.#digest(this.#nextSalt()))
  }
}

function refuseReserved(name: string): void {
  if (RESERVED_CLAIM_NAMES.has(name)) throw new TypeError('A claim may not be named _sd, _sd_alg or `...`.')
}

/** What no frame reaches is written as it is, and must not be read as digests either (RFC 9901, section 4.1, rule 7). */
function refuseReservedInside(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const element of value) refuseReservedInside(element)
    return
  }
  for (const [name, member] of Object.entries(value)) {
    refuseReserved(name)
    refuseReservedInside(member)
  }
}

/** A salt is 22 characters. Two bytes of zeros behind it make it 24, so that many are encoded in one go. */
const SALT_LENGTH = 22
const PADDED_BYTES = 18
const PADDED_LENGTH = 24

/** Draws and encodes salts by the dozen: one call to the generator, or to the encoder, costs as much as twenty salts. */
function createSaltSource(randomBytes: RandomBytes): () => string {
  let salts = ''
  let used = 0
  return () => {
    if (used === salts.length) {
      salts = drawSalts(randomBytes)
      used = 0
    }
    used += PADDED_LENGTH
    return salts.slice(used - PADDED_LENGTH, used - PADDED_LENGTH + SALT_LENGTH)
  }
}

function drawSalts(randomBytes: RandomBytes): string {
  const random = randomBytes(SALT_BYTES * SALTS_A_DRAW)
  const padded = new Uint8Array(PADDED_BYTES * SALTS_A_DRAW)
  for (let i = 0; i < SALTS_A_DRAW; i++) {
    padded.set(random.subarray(i * SALT_BYTES, (i + 1) * SALT_BYTES), i * PADDED_BYTES)
  }
  return encodeBase64url(padded)
}
