import { type RandomBytes, randomBelow, shuffle } from './random-below.ts'

/**
 * What a person can be asked to do. Left and right are the person's own: a preview is usually shown mirrored, the
 * frames that are sent must not be, and in them the person's left is the right of the picture.
 */
export type LivenessAction =
  | { kind: 'turn_left' | 'turn_right' | 'look_up' | 'come_closer' }
  | { kind: 'blink'; times: number }

/** One thing to do, and when. Milliseconds since the challenge was shown. */
export type LivenessStep = {
  action: LivenessAction
  /** When the client begins to show it. */
  from: number
  /** When it must have been done; from then on the client asks to look straight ahead again. */
  until: number
}

/** What the server asks of one person, once. Plain JSON: it is stored and sent as it is. */
export type LivenessChallenge = {
  version: 1
  /** 128 random bits, hex; the name it is stored under. */
  id: string
  /** 128 random bits, hex; sent back with the frames. */
  nonce: string
  /** Milliseconds since 1970. */
  issuedAt: number
  /** Milliseconds since 1970; frames that arrive later are refused. */
  expiresAt: number
  /** Before the first and after each step the person looks straight ahead. */
  steps: readonly LivenessStep[]
  /** When the film ends, in milliseconds since the challenge was shown. */
  endsAt: number
}

/** All in milliseconds. Pauses are random in length, so that a film that fits one challenge fits few others. */
const timing = {
  firstPause: { least: 1500, spread: 1000 },
  laterPause: { least: 1200, spread: 800 },
  step: 3000,
  perBlink: 1000,
  /** Beyond the film itself: for reading, a slow line, and a camera that takes its time to open. */
  allowance: 60_000,
} as const

const stepCount = 3

/**
 * Makes a challenge: three of five actions, one of them a turn at least, in random order and at
 * random times.
 * @param randomBytes a cryptographic source
 * @param now milliseconds since 1970
 */
export function createChallenge(randomBytes: RandomBytes, now: number): LivenessChallenge {
  const all: LivenessAction[] = [
    { kind: 'turn_left' },
    { kind: 'turn_right' },
    { kind: 'look_up' },
    { kind: 'come_closer' },
    { kind: 'blink', times: 2 + randomBelow(randomBytes, 2) },
  ]
  const pause = ({ least, spread }: { least: number; spread: number }) => least + randomBelow(randomBytes, spread + 1)
  let at = pause(timing.firstPause)
  const steps = drawActions(randomBytes, all).map((action) => {
    const from = at
    const until = from + timing.step + (action.kind === 'blink' ? (action.times - 1) * timing.perBlink : 0)
    at = until + pause(timing.laterPause)
    return { action, from, until }
  })
  const expiresAt = now + at + timing.allowance
  return {
    version: 1,
    id: hex(randomBytes(16)),
    nonce: hex(randomBytes(16)),
    issuedAt: now,
    expiresAt,
    steps,
    endsAt: at,
  }
}

/** At least one is a turn: of all movements the one that no photo imitated, however it was held (docs/liveness.md). */
function drawActions(randomBytes: RandomBytes, all: readonly LivenessAction[]): LivenessAction[] {
  for (;;) {
    const drawn = shuffle(randomBytes, all).slice(0, stepCount)
    if (drawn.some(({ kind }) => kind === 'turn_left' || kind === 'turn_right')) return drawn
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
