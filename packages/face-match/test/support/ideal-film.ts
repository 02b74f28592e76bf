import type { LivenessChallenge } from '../../src/index.ts'
import type { FaceSample } from '../../src/liveness/sample.ts'
import { obey, type Shot } from './film.ts'
import type { HeadState } from './render-head.ts'

/** How the person of an ideal film holds the head at rest: not straight, as people do. */
const rest = { yaw: 3, pitch: -6, roll: 1, size: 150, aspect: 1.3, eyes: 0.2 } as const

/** What a camera without noise and a mesh without error would see of a head in a state. */
export function idealSample(at: number, { yaw = 0, pitch = 0, lids = 0, zoom = 1 }: HeadState): FaceSample {
  return {
    at,
    yaw: rest.yaw + yaw,
    pitch: rest.pitch + pitch,
    roll: rest.roll,
    size: rest.size * zoom,
    aspect: rest.aspect,
    centre: { x: 200, y: 250 },
    eyes: rest.eyes * (1 - 0.6 * lids),
  }
}

/** A person who does everything right; `change` may replace what is seen in a shot. */
export function idealFilm(
  challenge: LivenessChallenge,
  change: (shot: Shot) => HeadState = ({ state }) => state,
): FaceSample[] {
  return obey(challenge).map((shot) => idealSample(shot.at, change(shot)))
}
