import type { LivenessFault } from './liveness-codes.ts'
import type { FaceSample } from './sample.ts'

/** A jump that is always allowed, because meshes shake, and a speed on top of it (per second). */
const limits = {
  /** Degrees. Heads that turn when asked reach some 100 degrees a second. */
  angle: { jump: 8, speed: 180 },
  /** Natural logarithm of the size. */
  size: { jump: 0.1, speed: 1 },
  /** Of the centre, in sizes of the face. */
  shift: { jump: 0.12, speed: 1.2 },
} as const

/** Finds cuts: between two frames a head can only turn, come nearer and go sideways so far. */
export function checkContinuity(samples: readonly FaceSample[]): LivenessFault | undefined {
  for (const [i, next] of samples.entries()) {
    const before = samples[i - 1]
    if (before && jumped(before, next)) return { code: 'movement_jumped', at: next.at }
  }
  return undefined
}

function jumped(before: FaceSample, next: FaceSample): boolean {
  const seconds = (next.at - before.at) / 1000
  const exceeds = (change: number, { jump, speed }: { jump: number; speed: number }) =>
    !(Math.abs(change) <= jump + speed * seconds)
  return (
    exceeds(next.yaw - before.yaw, limits.angle) ||
    exceeds(next.pitch - before.pitch, limits.angle) ||
    exceeds(next.roll - before.roll, limits.angle) ||
    exceeds(Math.log(next.size / before.size), limits.size) ||
    exceeds(
      Math.hypot(next.centre.x - before.centre.x, next.centre.y - before.centre.y) / Math.max(before.size, next.size),
      limits.shift,
    )
  )
}
