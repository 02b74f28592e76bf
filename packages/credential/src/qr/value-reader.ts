import { encodeBase64url } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import { ByteReader } from './byte-reader.ts'
import { CERTIFICATE_NAME_BYTES, findCertificate } from './certificate-names.ts'
import type { SharedKnowledge } from './lift-text.ts'
import { MARKER, MARKER_OF_LENGTH } from './markers.ts'
import { createYFinder } from './p256-y.ts'
import { qrMalformed } from './qr-errors.ts'
import type { RestoreBudget } from './restore-budget.ts'

const LENGTH_OF_MARKER = new Map([...MARKER_OF_LENGTH].map(([length, marker]) => [marker, length]))

/** Writes the values one after the other as they were spelled. */
export class ValueReader {
  readonly #values: ByteReader
  readonly #shared: SharedKnowledge
  readonly #budget: RestoreBudget
  readonly #findY = createYFinder()
  readonly #spelled: string[] = []
  #last = ''

  constructor(values: Uint8Array, shared: SharedKnowledge, budget: RestoreBudget) {
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

/** RFC 4648, section 4, with padding. */
function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

function fail(): never {
  throw qrMalformed('values')
}
