import { createHash } from 'node:crypto'
import type { LivenessAction, LivenessChallenge, RandomBytes } from '../../src/index.ts'

/** A source that gives the same bytes for the same seed; for tests only. */
export function seededBytes(seed: string): RandomBytes {
  let drawn = 0
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () =>
      createHash('sha256').update(`${seed} ${drawn++}`).digest(),
    )
    return Uint8Array.from(Buffer.concat(blocks).subarray(0, count))
  }
}

export const issuedAt = Date.UTC(2026, 0, 15, 3, 0, 0)

/** A challenge with the given actions, at times that are easy to reason about: 3.5 s each, with pauses of 1.5 s. */
export function challengeOf(...actions: LivenessAction[]): LivenessChallenge {
  const steps = actions.map((action, i) => ({ action, from: 2000 + i * 5000, until: 5500 + i * 5000 }))
  const endsAt = 2000 + actions.length * 5000
  return { version: 1, id: '0a', nonce: '0b', issuedAt, expiresAt: issuedAt + endsAt + 60_000, steps, endsAt }
}
