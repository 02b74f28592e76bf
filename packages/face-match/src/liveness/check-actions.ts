import { countBlinks } from './blinked.ts'
import { cameCloser, wentAway } from './came-closer.ts'
import type { LivenessAction, LivenessChallenge } from './challenge.ts'
import type { LivenessFault } from './liveness-codes.ts'
import { lookedDown, lookedUp } from './looked-up.ts'
import { isAtRest, type Movement, measureBaseline, movementFrom } from './movement.ts'
import type { LivenessPolicy } from './policy.ts'
import type { FaceSample } from './sample.ts'
import { turnedLeft, turnedRight } from './turned.ts'

/** All head movements that are told apart; two of them are never asked for. */
const headMovements = {
  turn_left: turnedLeft,
  turn_right: turnedRight,
  look_up: lookedUp,
  come_closer: cameCloser,
  look_down: lookedDown,
  go_away: wentAway,
} as const
type HeadMovement = keyof typeof headMovements

/** Degrees; beyond these a face does not look at the camera. */
const facing = { yaw: 18, pitch: 25, roll: 20 } as const

/** The films of a person at rest, and of each step with the pause after it. */
export type Segments = { rest: Movement[]; steps: { during: Movement[]; after: Movement[] }[] }

/** Measures all frames against those before the first prompt, and cuts them at the prompts. */
export function segmentFilm(challenge: LivenessChallenge, samples: readonly FaceSample[]): Segments {
  const firstPrompt = challenge.steps[0]?.from ?? challenge.endsAt
  const baseline = measureBaseline(samples.filter(({ at }) => at < firstPrompt))
  const movements = samples.map((sample) => movementFrom(baseline, sample))
  const within = (from: number, until: number) => movements.filter(({ at }) => at >= from && at < until)
  return {
    rest: within(0, firstPrompt),
    steps: challenge.steps.map(({ from, until }, i) => ({
      during: within(from, until),
      after: within(until, challenge.steps[i + 1]?.from ?? Number.POSITIVE_INFINITY),
    })),
  }
}

/** Whether the person did what was asked, when it was asked, one after the other, and nothing else. */
export function checkActions(
  challenge: LivenessChallenge,
  samples: readonly FaceSample[],
  policy: LivenessPolicy,
): LivenessFault | undefined {
  const { rest, steps } = segmentFilm(challenge, samples)
  const turnedAway = samples
    .slice(0, rest.length)
    .find((s) => Math.abs(s.yaw) > facing.yaw || Math.abs(s.pitch) > facing.pitch || Math.abs(s.roll) > facing.roll)
  const restless = rest.find((movement) => !isAtRest(movement))
  if (restless && headMovementsIn(restless).length > 0) return { code: 'action_early', at: restless.at, step: 0 }
  if (turnedAway ?? restless) return { code: 'not_facing_camera', at: (turnedAway ?? restless)!.at }
  for (const [i, step] of challenge.steps.entries()) {
    const fault = checkStep(challenge, i, steps[i]!, policy)
    if (fault) return { ...fault, step: i, at: fault.at ?? step.from }
  }
  return undefined
}

function checkStep(
  { steps }: LivenessChallenge,
  index: number,
  { during, after }: Segments['steps'][number],
  policy: LivenessPolicy,
): LivenessFault | undefined {
  const { action, from } = steps[index]!
  const early = during.find((movement) => movement.at < from + policy.minReaction && !isAtRest(movement))
  if (early) return { code: 'action_early', at: early.at }
  // A photo that is tipped seems to close its eyes, but not with the head at rest.
  const tipped = action.kind === 'blink' && during.find((movement) => !isAtRest(movement))
  for (const movement of [...during, ...after]) {
    const other = headMovementsIn(movement).find((kind) => kind !== action.kind)
    if (other === undefined) continue
    const asked = steps.some((step) => step.action.kind === other)
    return { code: asked ? 'action_order_wrong' : 'other_movement', at: movement.at }
  }
  if (tipped) return { code: 'other_movement', at: tipped.at }
  const missing = checkDone(action, during, policy)
  if (missing) return { code: missing }
  // The next prompt finds the head at rest; a movement under way at that time began before it.
  const last = after.at(-1)
  return last && isAtRest(last) ? undefined : { code: 'not_at_rest_between', ...(last && { at: last.at }) }
}

function checkDone(
  action: LivenessAction,
  during: readonly Movement[],
  policy: LivenessPolicy,
): LivenessFault['code'] | undefined {
  if (action.kind === 'blink') {
    const blinks = countBlinks(during)
    if (blinks === action.times) return undefined
    return blinks === 0 ? 'action_missing' : 'blink_count_wrong'
  }
  const reached = headMovements[action.kind]
  return during.filter(reached).length >= policy.minFramesReached ? undefined : 'action_missing'
}

function headMovementsIn(movement: Movement): HeadMovement[] {
  return (Object.keys(headMovements) as HeadMovement[]).filter((kind) => headMovements[kind](movement))
}
