import { check, failed, passed } from './make-check.ts'
import type { PresentationManner } from './policy.ts'
import type { FirstUse } from './replay-cache.ts'
import type { Check } from './verdict.ts'

/** What is known of whoever presents, beside that the key binding is good where there has to be one. */
export function checkHolder(manner: PresentationManner): Check {
  if (manner === 'printed') return check('holder_not_proven', 'warning')
  if (manner === 'one-scan') return check('holder_unasked', 'warning')
  return passed('holder')
}

/** A code that nobody asked for counts once. Without somebody who remembers, it does not count at all. */
export function checkFirstUse(nonces: readonly string[], firstUse: FirstUse = () => false): readonly Check[] {
  const fresh = [...new Set(nonces)].map((nonce) => firstUse(nonce))
  return fresh.every(Boolean) ? [] : [failed('presented_before')]
}
