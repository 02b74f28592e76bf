import { compareEmbeddings } from '../compare.ts'
import type { FaceEmbedding } from '../embed.ts'
import type { IdentityFrame } from './choose-identity-frames.ts'
import type { LivenessFault } from './liveness-codes.ts'
import type { LivenessPolicy } from './policy.ts'

/** A frame and who is in it. */
export type RecognisedFrame = IdentityFrame & { embedding: FaceEmbedding }

/** What is wrong, and whether it is only doubtful: no fault of less likeness than a person should look at. */
export type IdentityFinding = { fault: LivenessFault; doubtful: boolean }

/**
 * Whether one and the same person is in all frames, and on the selfie. Frames are compared with the selfie and each
 * with the one before: a likeness of both to a third picture alone would let two look-alikes take turns.
 *
 * @returns the first clear fault; else the first doubt; nothing where all is well
 */
export function checkIdentity(
  selfie: FaceEmbedding,
  frames: readonly RecognisedFrame[],
  policy: LivenessPolicy,
): IdentityFinding | undefined {
  let doubt: IdentityFinding | undefined
  for (const [i, frame] of frames.entries()) {
    const before = frames[i - 1]
    for (const finding of [
      before && find('other_person_in_between', before, frame),
      find('other_person_than_selfie', { embedding: selfie, atRest: true }, frame),
    ]) {
      if (finding && !finding.doubtful) return finding
      doubt ??= finding
    }
  }
  return doubt

  function find(
    code: LivenessFault['code'],
    other: Pick<RecognisedFrame, 'embedding' | 'atRest'>,
    frame: RecognisedFrame,
  ): IdentityFinding | undefined {
    const score = compareEmbeddings(other.embedding, frame.embedding)
    const neutral = other.atRest && frame.atRest
    if (score >= (neutral ? policy.minNeutralScore : policy.minMovedScore)) return undefined
    return { fault: { code, at: frame.at }, doubtful: neutral && score >= policy.reviewNeutralScore }
  }
}
