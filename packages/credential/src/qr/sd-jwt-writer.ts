import { encodeBase64url } from '../base64url.ts'
import { binaryBytes } from './binary-text.ts'
import type { SharedKnowledge } from './lift-text.ts'
import { MARKER, MAX_NESTING, MAX_PARTS } from './markers.ts'
import { qrMalformed } from './qr-errors.ts'
import type { RestoreBudget } from './restore-budget.ts'

/** How deep disclosures may hang on each other: as deep as claims may be nested. */
const MAX_CHAIN = 32

const { end, nested, digest, sdHash } = MARKER
const INNERMOST = new RegExp(`${nested}([^${end}${nested}]*)${end}`, 'g')
/** The number of a disclosure between two markers, as \`ValueReader\` leaves it; or \`sd_hash\`. */
const DIGEST = new RegExp(`${digest}(\\d+)${digest}|${sdHash}`, 'g')
const ANY_MARKER = /[^\t\n\r\x20-\xff]/

/** Writes the parts of one SD-JWT: each once, whatever refers to it before. */
export class SdJwtWriter {
  readonly #parts: readonly string[]
  readonly #shared: SharedKnowledge
  readonly #budget: RestoreBudget
  readonly #written = new Map<number, string>()
  /** By what stands for them. */
  readonly #digests = new Map<string, string>()
  #chain = 0

  constructor(parts: readonly string[], shared: SharedKnowledge, budget: RestoreBudget) {
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
