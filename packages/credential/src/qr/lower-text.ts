import type { LiftedText, SharedKnowledge } from './lift-text.ts'
import { MARKER, MARKER_OF_LENGTH, MAX_STRINGS } from './markers.ts'
import { qrMalformed } from './qr-errors.ts'
import { RestoreBudget } from './restore-budget.ts'
import { SdJwtWriter } from './sd-jwt-writer.ts'
import { ValueReader } from './value-reader.ts'

const { base64url, base64, repeat, certificate, evenY, oddY, digest } = MARKER
const VALUES = [...MARKER_OF_LENGTH.values(), base64url, base64, repeat, certificate, evenY, oddY, digest]
const VALUE = new RegExp(`[${VALUES.join('')}]`, 'g')

/**
 * The opposite of `liftText`, for whatever comes: bounded in size and depth.
 *
 * @throws CredentialError `qr_malformed`, `qr_certificate_unknown`, `too_large`
 */
export function lowerText({ text, values }: LiftedText, shared: SharedKnowledge): string {
  const budget = new RestoreBudget()
  const reader = new ValueReader(values, shared, budget)
  const restored = text.replace(VALUE, (marker) => reader.next(marker))
  reader.checkAllUsed()
  const strings = restored.split(MARKER.quote, MAX_STRINGS + 1)
  if (strings.length > MAX_STRINGS) throw qrMalformed('text')
  return strings.map((string) => new SdJwtWriter(string.split(MARKER.tilde), shared, budget).all()).join('"')
}
