import { decodeBase64url } from '../base64url.ts'
import type { Platform } from '../platform.ts'
import { binaryText, encodeNumber, joinBytes } from './binary-text.ts'
import { certificateName } from './certificate-names.ts'
import { DICTIONARY_V1 } from './dictionary-v1.ts'
import { MARKER, MARKER_OF_LENGTH, MAX_NESTING, MAX_PARTS, MAX_STRINGS } from './markers.ts'
import { createYFinder } from './p256-y.ts'
import { qrMalformed } from './qr-errors.ts'

const DICTIONARY = binaryText(DICTIONARY_V1)
/** What base64 and base64url are made of. A salt of 128 bits is the shortest that is worth it. */
const RUN = /[A-Za-z0-9+/=_-]{22,}/g
const BASE64URL = /^[A-Za-z0-9_-]+$/
const BASE64 = /^[A-Za-z0-9+/]{28,}={0,2}$/
/** Subresource Integrity, as in `vct#integrity`: the name of the digest clings to its base64. */
const INTEGRITY = /^(sha\d{3}-)(.+)$/
/** What stands before the y of a key in JSON, x in it. */
const BEFORE_Y = /"x":"([A-Za-z0-9_-]{43})","y":"$/
const BEFORE_Y_LENGTH = 55
/** What can be nested: nothing in it may be taken for a marker. */
const UNMARKED_JSON = /^[{[][\t\n\r\x20-\xff]*$/

export type LiftedText = {
  /** What compresses well. */
  readonly text: string
  /** What looks random and does not, in the order of its markers. */
  readonly values: Uint8Array
}

export type SharedKnowledge = {
  readonly platform: Pick<Platform, 'digest'>
  /** As in `x5c`. */
  readonly certificates: readonly string[]
}

/**
 * Takes out of a text whatever only made it longer or can be made again by the reader: base64url goes back to its bytes;
 * digests of disclosures that are there, `sd_hash`, half of a key and certificates that both hold are left out. It looks at
 * characters and not at what they mean, so that nothing of how a text was written is lost.
 *
 * @param json of a message, a character for each byte, without characters below the space
 * @throws CredentialError `qr_malformed` for more strings or tildes than `lowerText` takes
 */
export function liftText(json: string, shared: SharedKnowledge): LiftedText {
  const lifter = new Lifter(shared)
  const strings = json.split('"', MAX_STRINGS + 1)
  if (strings.length > MAX_STRINGS) throw qrMalformed('text')
  return { text: strings.map((string) => lifter.string(string)).join(MARKER.quote), values: lifter.values }
}

class Lifter {
  readonly #shared: SharedKnowledge
  readonly #certificates: ReadonlySet<string>
  readonly #findY = createYFinder()
  readonly #values: Uint8Array[] = []
  /** Values that were taken out, as they were spelled, with their number; and the last one, new or not. */
  readonly #numbers = new Map<string, number>()
  #last: string | undefined
  /** Of the SD-JWT that is being read: the number of each disclosure by its digest, and what `sd_hash` must be. */
  #disclosures: ReadonlyMap<string, number> = new Map()
  #sdHash: string | undefined

  constructor(shared: SharedKnowledge) {
    this.#shared = shared
    this.#certificates = new Set(shared.certificates)
  }

  get values(): Uint8Array {
    return joinBytes(this.#values)
  }

  /** A string of the JSON: an SD-JWT, or something else, which then has no disclosures. */
  string(text: string): string {
    const digest = (part: string) => this.#shared.platform.digest('sha-256', part)
    const parts = text.split('~')
    if (parts.length > MAX_PARTS) throw qrMalformed('text')
    this.#disclosures = new Map(parts.slice(1, -1).map((disclosure, i) => [digest(disclosure), i]))
    this.#sdHash = parts.length > 1 ? digest(text.slice(0, text.lastIndexOf('~') + 1)) : undefined
    return parts.map((part) => this.#lift(part, MAX_NESTING)).join(MARKER.tilde)
  }

  #lift(text: string, levels: number): string {
    return text.replace(RUN, (run: string, at: number) => {
      // As in `vct#integrity`, which is the same in all credentials of a type.
      if (DICTIONARY.includes(run)) return run
      const marker = this.#markerOfY(run, text.slice(Math.max(0, at - BEFORE_Y_LENGTH), at))
      return marker ?? this.#known(run) ?? this.#nested(run, levels) ?? this.#base64url(run) ?? this.#base64(run)
    })
  }

  #markerOfY(run: string, before: string): string | undefined {
    const x = BEFORE_Y.exec(before)?.[1]
    if (x === undefined || x !== this.#last) return undefined
    const pair = this.#findY(x)
    if (run === pair?.even) return MARKER.evenY
    return run === pair?.odd ? MARKER.oddY : undefined
  }

  #known(run: string): string | undefined {
    const disclosure = this.#disclosures.get(run)
    if (disclosure !== undefined) return this.#mark(MARKER.digest, encodeNumber(disclosure))
    if (run === this.#sdHash) return MARKER.sdHash
    if (this.#certificates.has(run)) {
      return this.#mark(MARKER.certificate, certificateName(run, this.#shared.platform))
    }
    const number = this.#numbers.get(run)
    if (number === undefined) return undefined
    this.#last = run
    return this.#mark(MARKER.repeat, encodeNumber(number))
  }

  #nested(run: string, levels: number): string | undefined {
    const bytes = levels > 0 ? bytesOf(run) : undefined
    const text = bytes && binaryText(bytes)
    if (text === undefined || !UNMARKED_JSON.test(text)) return undefined
    return MARKER.nested + this.#lift(text, levels - 1) + MARKER.end
  }

  /** Words joined by underscores compress better as they are. A guess, and whichever way it goes is undone alike. */
  #base64url(run: string): string | undefined {
    const bytes = /[A-Z]/.test(run) && /[a-z]/.test(run) ? bytesOf(run) : undefined
    if (bytes === undefined) return undefined
    const marker = MARKER_OF_LENGTH.get(bytes.length)
    if (marker !== undefined) return this.#value(run, marker, bytes)
    return this.#value(run, MARKER.base64url, encodeNumber(bytes.length), bytes)
  }

  #base64(run: string): string {
    const [, name = '', text = run] = INTEGRITY.exec(run) ?? []
    const isWhole = BASE64.test(text) && text.length % 4 === 0
    const unpadded = text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    const bytes = isWhole ? bytesOf(unpadded) : undefined
    if (bytes === undefined) return run
    return name + this.#value(text, MARKER.base64, encodeNumber(bytes.length), bytes)
  }

  #value(spelled: string, marker: string, ...values: readonly Uint8Array[]): string {
    this.#last = spelled
    this.#numbers.set(spelled, this.#numbers.size)
    return this.#mark(marker, ...values)
  }

  #mark(marker: string, ...values: readonly Uint8Array[]): string {
    this.#values.push(...values)
    return marker
  }
}

/** The bytes of base64url in its one spelling; of anything else, nothing. */
function bytesOf(run: string): Uint8Array | undefined {
  if (!BASE64URL.test(run)) return undefined
  try {
    return decodeBase64url(run, 'run')
  } catch {
    return undefined
  }
}
