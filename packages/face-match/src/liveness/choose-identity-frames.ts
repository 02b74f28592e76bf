import type { LivenessChallenge } from './challenge.ts'
import { segmentFilm } from './check-actions.ts'
import { isAtRest, type Movement } from './movement.ts'
import type { LivenessPolicy } from './policy.ts'
import { type RandomBytes, shuffle } from './random-below.ts'
import type { FaceSample } from './sample.ts'

/** A frame to be recognised. */
export type IdentityFrame = { at: number; atRest: boolean }

/**
 * Which frames are recognised: of each pause the one nearest to rest, of each step the one furthest from it, and some
 * drawn by lot. Whoever puts another face into some frames does not know which.
 */
export function chooseIdentityFrames(
  challenge: LivenessChallenge,
  samples: readonly FaceSample[],
  policy: LivenessPolicy,
  randomBytes: RandomBytes,
): IdentityFrame[] {
  const { rest, steps } = segmentFilm(challenge, samples)
  const all = [...rest, ...steps.flatMap(({ during, after }) => [...during, ...after])]
  const chosen = [
    extreme(rest, 'nearest'),
    ...steps.flatMap(({ during, after }) => [extreme(during, 'furthest'), extreme(after, 'nearest')]),
    ...shuffle(randomBytes, all).slice(0, policy.extraIdentityFrames),
  ]
  const frames = new Map<number, IdentityFrame>()
  for (const movement of chosen) {
    if (movement) frames.set(movement.at, { at: movement.at, atRest: isAtRest(movement) })
  }
  return [...frames.values()].toSorted((p, q) => p.at - q.at)
}

function extreme(movements: readonly Movement[], which: 'nearest' | 'furthest'): Movement | undefined {
  const sorted = movements.toSorted((p, q) => distanceFromRest(p) - distanceFromRest(q))
  return which === 'nearest' ? sorted[0] : sorted.at(-1)
}

/** In degrees, more or less: a size of 1.3 and closed eyes count like a turn by 20 degrees. */
function distanceFromRest({ yaw, pitch, roll, size, eyes }: Movement): number {
  return Math.hypot(yaw, pitch, roll, 76 * Math.log(size), eyes < 1 ? 40 * (1 - eyes) : 0)
}
