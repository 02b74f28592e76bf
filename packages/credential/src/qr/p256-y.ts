import { p256 } from '@noble/curves/nist.js'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'

/** The two y that a point of P-256 may have, in base64url. */
export type YPair = { readonly even: string; readonly odd: string }

/** 32 bytes in base64url. */
const X_LENGTH = 43
/** As many keys as an answer may name; a hundred times as many would be a way to keep a verifier busy. */
const MAX_KEYS = 48

/**
 * Half of a P-256 key follows from the other (SEC 1, section 2.3.4).
 *
 * @returns a function of x in base64url that gives nothing where no point has it, and after 48 different x
 */
export function createYFinder(): (x: string) => YPair | undefined {
  const found = new Map<string, YPair | undefined>()
  return (x) => {
    if (!found.has(x)) {
      if (found.size === MAX_KEYS) return undefined
      found.set(x, yOf(x))
    }
    return found.get(x)
  }
}

function yOf(x: string): YPair | undefined {
  if (x.length !== X_LENGTH) return undefined
  try {
    const point = p256.Point.fromBytes(Uint8Array.of(2, ...decodeBase64url(x, 'x')))
    const [even, odd] = [point, point.negate()].map((p) => encodeBase64url(p.toBytes(false).subarray(33)))
    return { even: even!, odd: odd! }
  } catch {
    return undefined
  }
}
