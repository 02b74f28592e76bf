import { ONE_SCAN_SECONDS } from './standing-request.ts'

/** Whether a nonce is seen for the first time. */
export type FirstUse = (nonce: string) => boolean

/** More within one window is no queue at a gate but an attack; the oldest go first. */
const MAX_NONCES = 10_000

/**
 * Remembers the nonces of codes that nobody asked for, as long as such a code could be shown once more.
 *
 * @param skewSeconds how far clocks may differ; adds to the window on both sides
 */
export function createReplayCache(now: () => Date, skewSeconds: number): FirstUse {
  const windowMilliseconds = (ONE_SCAN_SECONDS + 2 * skewSeconds) * 1000
  const seenAt = new Map<string, number>()
  return (nonce) => {
    const time = now().getTime()
    for (const [old, at] of seenAt) {
      if (time - at <= windowMilliseconds && seenAt.size < MAX_NONCES) break
      seenAt.delete(old)
    }
    if (seenAt.has(nonce)) return false
    seenAt.set(nonce, time)
    return true
  }
}
