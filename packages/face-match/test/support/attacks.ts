import type { LivenessAction, LivenessChallenge } from '../../src/index.ts'
import { perform, type Shot, shotTimes } from './film.ts'
import type { PhotoState } from './render-photo.ts'

/** What an attacker does with a photo when an action is asked for: as much of it as a photo can. */
export type PhotoMoves = Record<LivenessAction['kind'], PhotoState>

export const photoMoves = {
  /** Held still. */
  still: { turn_left: {}, turn_right: {}, look_up: {}, come_closer: {}, blink: {} },
  /** Tilted flat, and brought nearer. */
  moved: {
    turn_left: { yaw: 40 },
    turn_right: { yaw: -40 },
    look_up: { pitch: 45 },
    come_closer: { zoom: 1.45 },
    blink: {},
  },
  /** As before, and tipped for each blink: foreshortened eyes seem to close. */
  tipped: {
    turn_left: { yaw: 55 },
    turn_right: { yaw: -55 },
    look_up: { pitch: 45 },
    come_closer: { zoom: 1.45 },
    blink: { pitch: 45 },
  },
  /** Bent nearly half round and turned. */
  bent: {
    turn_left: { bend: 150, yaw: 35 },
    turn_right: { bend: 150, yaw: -35 },
    look_up: { pitch: 40 },
    come_closer: { zoom: 1.45 },
    blink: {},
  },
} as const satisfies Record<string, PhotoMoves>

/** What a photo shows at each time of a challenge: the move goes on and off over 700 ms. */
export function movePhoto(challenge: LivenessChallenge, moves: PhotoMoves): { at: number; photo: PhotoState }[] {
  return shotTimes(challenge.endsAt).map((at) => {
    const step = challenge.steps.find(({ from, until }) => at >= from && at < until)
    if (!step) return { at, photo: {} }
    const since = at - step.from
    const blinking = step.action.kind === 'blink' ? perform(step.action, since, 0).lids : undefined
    const share =
      blinking ?? Math.min(1, Math.max(0, Math.min((at - step.from - 400) / 700, (step.until - 300 - at) / 700)))
    const { zoom = 1, ...angles } = moves[step.action.kind]
    const photo: PhotoState = { zoom: 1 + (zoom - 1) * share }
    for (const [name, angle] of Object.entries(angles)) photo[name as keyof PhotoState] = angle * share
    return { at, photo }
  })
}

/** A film made for another challenge, cut off or ended with a still picture to have the length of this one. */
export function replay(film: readonly Shot[], challenge: LivenessChallenge): Shot[] {
  return shotTimes(challenge.endsAt).map((at, i) => ({ at, state: film[i]?.state ?? {} }))
}
