import { qrMalformed } from './qr-errors.ts'

/** Reads bytes one after the other. @throws CredentialError `qr_malformed` where there are no more */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  take(length: number): Uint8Array {
    if (length > this.remaining) throw qrMalformed('values')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** A number as `encodeNumber` writes it, in its shortest form. */
  number(): number {
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.take(1)[0]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) {
        if (byte === 0 && shift > 0) break
        return value
      }
    }
    throw qrMalformed('values')
  }
}
