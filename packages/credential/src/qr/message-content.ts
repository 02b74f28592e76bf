import { binaryBytes, binaryText, encodeNumber, joinBytes } from './binary-text.ts'
import { ByteReader } from './byte-reader.ts'
import { liftText, type SharedKnowledge } from './lift-text.ts'
import { lowerText } from './lower-text.ts'
import { qrMalformed } from './qr-errors.ts'
import { deflateRaw, inflateRaw } from './raw-deflate.ts'

/** `compact`: values, and the deflated text that they were lifted from. `plain`: deflated JSON. */
export type Form = 'compact' | 'plain'

const MAX_TEXT_BYTES = 131_072
const MAX_JSON_BYTES = 1_000_000

/** Packs the JSON of what a message carries. @throws CredentialError `too_large` */
export function packContent(json: string, form: Form, shared: SharedKnowledge): Uint8Array {
  const utf8 = new TextEncoder().encode(json)
  if (form === 'plain') return deflateRaw(utf8, MAX_JSON_BYTES)
  const { text, values } = liftText(binaryText(utf8), shared)
  return joinBytes([encodeNumber(values.length), values, deflateRaw(binaryBytes(text), MAX_TEXT_BYTES)])
}

/** @throws CredentialError `qr_malformed`, `qr_certificate_unknown`, `too_large` */
export function unpackContent(bytes: Uint8Array, form: Form, shared: SharedKnowledge): string {
  const utf8 = form === 'plain' ? inflateRaw(bytes, MAX_JSON_BYTES) : lower(bytes, shared)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8)
  } catch {
    throw qrMalformed('encoding')
  }
}

function lower(bytes: Uint8Array, shared: SharedKnowledge): Uint8Array {
  const reader = new ByteReader(bytes)
  const values = reader.take(reader.number())
  const text = binaryText(inflateRaw(reader.take(reader.remaining), MAX_TEXT_BYTES))
  return binaryBytes(lowerText({ text, values }, shared))
}
