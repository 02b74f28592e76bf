import type { Secrets } from '../ports.ts'

/** A nonce is good in the window it was made in and in the next. */
const WINDOW_SECONDS = 120

/**
 * The nonce that DPoP proofs must carry now (RFC 9449, section 8). It follows from the time and a key, so that every
 * process gives and takes the same one and nothing is stored; that a proof is used once is seen to by its `jti`.
 */
export function dpopNonce(now: Date, secrets: Pick<Secrets, 'stamp'>): string {
  return nonceOf(windowOf(now), secrets)
}

export function isDpopNonce(nonce: string, now: Date, secrets: Pick<Secrets, 'stamp' | 'equal'>): boolean {
  const window = windowOf(now)
  // Both are compared, whichever is right.
  const current = secrets.equal(nonce, nonceOf(window, secrets))
  return secrets.equal(nonce, nonceOf(window - 1, secrets)) || current
}

/** How long a proof under a nonce can be good at most. */
export const DPOP_NONCE_SECONDS = 2 * WINDOW_SECONDS

function windowOf(now: Date): number {
  return Math.floor(now.getTime() / 1000 / WINDOW_SECONDS)
}

function nonceOf(window: number, secrets: Pick<Secrets, 'stamp'>): string {
  return secrets.stamp(`dpop nonce ${window}`)
}
