import type { LivenessChallenge } from './challenge.ts'
import type { LivenessFrame } from './frame.ts'
import type { LivenessFault } from './liveness-codes.ts'
import type { LivenessPolicy } from './policy.ts'

type FrameTime = Pick<LivenessFrame, 'at' | 'receivedAt'>

/**
 * Whether frames cover the challenge without gaps and arrived when they could have. What the client says about time is
 * believed only within what the server saw: a frame cannot arrive before it was taken, nor long after.
 */
export function checkTiming(
  challenge: LivenessChallenge,
  frames: readonly FrameTime[],
  policy: LivenessPolicy,
): LivenessFault | undefined {
  if (frames.length > policy.maxFrames) return { code: 'frames_too_many' }
  const first = frames[0]
  const last = frames.at(-1)
  if (!first || !last || !(first.at <= policy.maxInterval)) return { code: 'frames_too_few' }
  let before: FrameTime | undefined
  for (const frame of frames) {
    const fault = checkFrameTime(challenge, frame, before, policy)
    if (fault) return { code: fault, at: frame.at }
    before = frame
  }
  return last.at >= challenge.endsAt - policy.maxInterval ? undefined : { code: 'frames_too_few', at: last.at }
}

function checkFrameTime(
  { issuedAt, expiresAt }: LivenessChallenge,
  { at, receivedAt }: FrameTime,
  before: FrameTime | undefined,
  policy: LivenessPolicy,
): LivenessFault['code'] | undefined {
  // Written so that NaN fails each of them.
  if (!(at >= 0 && (!before || at - before.at >= policy.minInterval))) return 'frames_out_of_order'
  if (before && !(receivedAt >= before.receivedAt)) return 'frames_out_of_order'
  if (before && !(at - before.at <= policy.maxInterval)) return 'frames_too_few'
  if (!(receivedAt >= issuedAt + at)) return 'frame_before_its_time'
  if (!(receivedAt <= expiresAt)) return 'challenge_expired'
  return receivedAt <= issuedAt + at + policy.maxDelay ? undefined : 'frame_delayed'
}
