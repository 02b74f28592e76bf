import { qrTooLarge } from './qr-errors.ts'

/** Characters, those of nested texts once on each level; and as many more for each piece, for the time that it takes. */
const MAX_RESTORED = 2_000_000
const PIECE_COSTS = 64

/** What a message may still become: a few bytes can stand for very much. */
export class RestoreBudget {
  #left = MAX_RESTORED

  /** @throws CredentialError `too_large` */
  spend(text: string): string {
    this.#left -= text.length + PIECE_COSTS
    if (this.#left < 0) throw qrTooLarge(MAX_RESTORED)
    return text
  }
}
