import { encodeBase64url } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import { binaryBytes } from './binary-text.ts'
import { ByteReader } from './byte-reader.ts'
import { CERTIFICATE_NAME_BYTES, findCertificate } from './certificate-names.ts'
import type { LiftedText, SharedKnowledge } from './lift-text.ts'
import { MARKER, MARKER_OF_LENGTH, MAX_NESTING, MAX_PARTS, MAX_STRINGS } from './markers.ts'
import { createYFinder } from './p256-y.ts'
import { qrMalformed, qrTooLarge } from './qr-malformed.ts'

/** How deep disclosures may hang on each other: as deep as claims may be nested. */
const MAX_CHAIN = 32
/** Characters that are restored, those of nested texts once on each level; and as many more for each piece, for the time. */
const MAX_RESTORED = 2_000_000
const PIECE_COSTS = 64

const { end, nested, digest, sdHash } = MARKER
const VALUE_MARKERS = [...MARKER_OF_LENGTH.values(), MARKER.base64url, MARKER.base64, MARKER.repeat, MARKER.certificate]
const VALUE = new RegExp(`[${[...VALUE_MARKERS, MARKER.evenY, MARKER.oddY, digest].join('')}]`, 'g')
const INNERMOST = new RegExp(`${nested}([^${end}${nested}]*)${end}`, 'g')
/** The number of a disclosure between two markers, while the disclosure may yet have to be written; or `sd_hash`. */
const DIGEST = new RegExp(`${digest}(\\d+)${digest}|${sdHash}`, 'g')
const ANY_MARKER = /[^\t\n\r\x20-\xff]/
const LENGTH_OF_MARKER = new Map([...MARKER_OF_LENGTH].map(([length, marker]) => [marker, length]))

/**
 * The opposite of `liftText`, for whatever comes: bounded in size and depth.
 *
 * @throws CredentialError `qr_malformed`, `qr_certificate_unknown`, `too_large`
 */
export function lowerText({ text, values }: LiftedText, shared: SharedKnowledge): string {
  const budget = new Budget()
  const reader = new ValueReader(values, shared, budget)
  const restored = text.replace(VALUE, (marker) => reader.next(marker))
  reader.checkAllUsed()
  const strings = restored.split(MARKER.quote, MAX_STRINGS + 1)
  if (strings.length > MAX_STRINGS) throw qrMalformed('text')
  return strings.map((string) => new SdJwtWriter(string.split(MARKER.tilde), shared, budget).all()).join('"')
}

/** Characters that may still be written. */
class Budget {
  #left = MAX_RESTORED

  spend(text: string): string {
    this.#left -= text.length + PIECE_COSTS
    if (this.#left < 0) throw qrTooLarge(MAX_RESTORED)
    return text
  }
}

/** Writes the values one after the other as they were spelled. */
class ValueReader {
  readonly #values: ByteReader
  readonly #shared: SharedKnowledge
  readonly #budget: Budget
  readonly #findY = createYFinder()
  readonly #spelled: string[] = []
  #last = ''

  constructor(values: Uint8Array, shared: SharedKnowledge, budget: Budget) {
    this.#values = new ByteReader(values)
    this.#shared = shared
    this.#budget = budget
  }

  next(marker: string): string {
    return this.#budget.spend(this.#next(marker))
  }

  checkAllUsed(): void {
    if (this.#values.remaining > 0) throw qrMalformed('values')
  }

  #next(marker: string): string {
    switch (marker) {
      case MARKER.digest:
        return `${marker}${this.#values.number()}${marker}`
      case MARKER.certificate:
        return this.#certificate()
      case MARKER.repeat:
        return this.#remember(this.#spelled[this.#values.number()])
      case MARKER.evenY:
        return this.#findY(this.#last)?.even ?? fail()
      case MARKER.oddY:
        return this.#findY(this.#last)?.odd ?? fail()
      default:
        return this.#value(marker)
    }
  }

  #value(marker: string): string {
    const bytes = this.#values.take(LENGTH_OF_MARKER.get(marker) ?? this.#values.number())
    const spelled = marker === MARKER.base64 ? encodeBase64(bytes) : encodeBase64url(bytes)
    this.#spelled.push(spelled)
    return this.#remember(spelled)
  }

  #remember(spelled: string | undefined): string {
    this.#last = spelled ?? fail()
    return this.#last
  }

  #certificate(): string {
    const { certificates, platform } = this.#shared
    const certificate = findCertificate(certificates, this.#values.take(CERTIFICATE_NAME_BYTES), platform)
    if (certificate !== undefined) return certificate
    throw new CredentialError('qr_certificate_unknown', 'The message names a certificate that is not here.', {})
  }
}

/** Writes the parts of one SD-JWT: each once, whatever refers to it before. */
class SdJwtWriter {
  readonly #parts: readonly string[]
  readonly #shared: SharedKnowledge
  readonly #budget: Budget
  readonly #written = new Map<number, string>()
  /** By what stands for them. */
  readonly #digests = new Map<string, string>()
  #chain = 0

  constructor(parts: readonly string[], shared: SharedKnowledge, budget: Budget) {
    if (parts.length > MAX_PARTS) throw qrMalformed('text')
    this.#parts = parts
    this.#shared = shared
    this.#budget = budget
  }

  all(): string {
    return this.#upTo(this.#parts.length).join('~')
  }

  #upTo(end: number): readonly string[] {
    return this.#parts.slice(0, end).map((_, i) => this.#part(i))
  }

  #part(index: number): string {
    const written = this.#written.get(index)
    if (written !== undefined) return written
    // A digest that is part of what it digests goes round and round; nobody can have made one.
    if (this.#chain === MAX_CHAIN) throw qrMalformed('digest')
    this.#chain += 1
    const text = this.#write(this.#parts[index]!)
    this.#chain -= 1
    this.#written.set(index, text)
    return text
  }

  #write(part: string): string {
    let text = part.replace(DIGEST, (marker, disclosure?: string) =>
      this.#budget.spend(this.#digest(marker, disclosure)),
    )
    for (let level = 0; level < MAX_NESTING && text.includes(MARKER.nested); level++) {
      text = text.replace(INNERMOST, (_, inner: string) => this.#budget.spend(encodeBase64url(binaryBytes(inner))))
    }
    if (ANY_MARKER.test(text)) throw qrMalformed('text')
    return text
  }

  #digest(marker: string, disclosure: string | undefined): string {
    const known = this.#digests.get(marker)
    if (known !== undefined) return known
    const last = this.#parts.length - 1
    const number = Number(disclosure)
    // What stands before the first tilde and behind the last is no disclosure.
    if (disclosure === undefined ? last === 0 : number + 1 >= last) throw qrMalformed('digest')
    const text = disclosure === undefined ? `${this.#upTo(last).join('~')}~` : this.#part(number + 1)
    const digest = this.#shared.platform.digest('sha-256', text)
    this.#digests.set(marker, digest)
    return digest
  }
}

/** RFC 4648, section 4, with padding. */
function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

function fail(): never {
  throw qrMalformed('values')
}
