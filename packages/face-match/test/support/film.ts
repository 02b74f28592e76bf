import type { LivenessAction, LivenessChallenge, LivenessFrame, RgbImage } from '../../src/index.ts'
import type { HeadState } from './render-head.ts'

/** What is to be seen at one time. */
export type Shot = { at: number; state: HeadState }

/** Milliseconds. */
export const shotInterval = 250

/** A person who does what is asked, half a second after it is asked, and looks straight ahead again. */
export function obey(challenge: Pick<LivenessChallenge, 'steps' | 'endsAt'>): Shot[] {
  return shotTimes(challenge.endsAt).map((at) => {
    const step = challenge.steps.find(({ from, until }) => at >= from && at < until)
    return { at, state: step ? perform(step.action, at - step.from, step.until - step.from) : {} }
  })
}

/** The times of frames from 0 to the end of a film. */
export function shotTimes(endsAt: number): number[] {
  return Array.from({ length: Math.floor(endsAt / shotInterval) + 1 }, (_, i) => i * shotInterval)
}

/** How far each action goes: degrees, and for coming closer a factor. */
const extent = { turn_left: 24, turn_right: -24, look_up: 24, come_closer: 1.42 } as const

/** The state `since` milliseconds after an action was asked for that may take `length` milliseconds. */
export function perform(action: LivenessAction, since: number, length: number): HeadState {
  if (action.kind === 'blink') {
    // Closed for 500 ms in every second, so that two frames see it.
    const beat = since - 500
    return { lids: beat >= 0 && beat < action.times * 1000 && beat % 1000 < 500 ? 1 : 0 }
  }
  const way = eased((since - 400) / 700) * eased((length - 300 - since) / 700)
  switch (action.kind) {
    case 'turn_left':
    case 'turn_right':
      return { yaw: extent[action.kind] * way }
    case 'look_up':
      return { pitch: extent.look_up * way }
    case 'come_closer':
      return { zoom: 1 + (extent.come_closer - 1) * way }
  }
}

/** From 0 to 1, slow at both ends. */
function eased(share: number): number {
  const t = Math.min(Math.max(share, 0), 1)
  return t * t * (3 - 2 * t)
}

/** Draws a film and sends it, each frame 200 ms after it was taken. */
export function shoot(
  challenge: LivenessChallenge,
  shots: readonly Shot[],
  draw: (state: HeadState, at: number) => RgbImage,
): LivenessFrame[] {
  return shots.map(({ at, state }) => ({ at, receivedAt: challenge.issuedAt + at + 200, image: draw(state, at) }))
}

/** Noise of a camera: the same for the same seed, up to `amplitude` levels. */
export function withNoise(image: RgbImage, seed: number, amplitude = 6): RgbImage {
  let state = (seed * 2654435761 + 1) >>> 0
  const data = new Uint8ClampedArray(image.data)
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[i]! += ((state >>> 24) / 255 - 0.5) * 2 * amplitude
  }
  return { ...image, data: new Uint8Array(data.buffer) }
}
