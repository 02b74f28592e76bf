import { compareEmbeddings } from '../compare.ts'
import type { FaceEmbedding } from '../embed.ts'
import type { IdentityFrame } from './choose-identity-frames.ts'
import type { LivenessFault } from './liveness-codes.ts'
import type { LivenessPolicy } from './policy.ts'

/** A frame and who is in it. */
export type RecognisedFrame = IdentityFrame & { embedding: FaceEmbedding }

/**
 * Whether one and the same person is in all frames, and on the selfie. Frames are compared with the selfie and each
 * with the one before: a likeness of both to a third picture alone would let two look-alikes take turns.
 */
export function checkIdentity(
  selfie: FaceEmbedding,
  frames: readonly RecognisedFrame[],
  policy: LivenessPolicy,
): LivenessFault | undefined {
  const required = (...compared: IdentityFrame[]) =>
    compared.every(({ atRest }) => atRest) ? policy.minNeutralScore : policy.minMovedScore
  let before: RecognisedFrame | undefined
  for (const frame of frames) {
    const others = before && compareEmbeddings(before.embedding, frame.embedding) < required(before, frame)
    if (others) return { code: 'other_person_in_between', at: frame.at }
    if (compareEmbeddings(selfie, frame.embedding) < required(frame)) {
      return { code: 'other_person_than_selfie', at: frame.at }
    }
    before = frame
  }
  return undefined
}
