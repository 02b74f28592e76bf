import type { FaceEmbedding } from '../embed.ts'
import { FaceMatchError } from '../errors.ts'
import type { RgbImage } from '../image.ts'
import type { FaceInspection } from '../inspect-face.ts'
import type { FaceMatcher } from '../match.ts'
import { type AdvisoryScores, advisoryScores } from './advisory-scores.ts'
import type { LivenessChallenge } from './challenge.ts'
import { checkActions } from './check-actions.ts'
import { checkContinuity } from './check-continuity.ts'
import { checkIdentity, type IdentityFinding, type RecognisedFrame } from './check-identity.ts'
import { checkTiming } from './check-timing.ts'
import { chooseIdentityFrames } from './choose-identity-frames.ts'
import type { LivenessFrame, UndecodedFrame } from './frame.ts'
import type { LivenessCode, LivenessFault, LivenessStage } from './liveness-codes.ts'
import { defaultLivenessPolicy, type LivenessPolicy } from './policy.ts'
import type { RandomBytes } from './random-below.ts'
import { type FaceSample, sampleFace } from './sample.ts'

/** What came in for one challenge. */
export type LivenessAttempt = {
  /** As taken from the store; undefined if there is none of that id, or none any more. */
  challenge: LivenessChallenge | undefined
  /** As sent with the frames. */
  nonce: string
  frames: readonly (LivenessFrame | UndecodedFrame)[]
  /** The picture that will be compared with the register. */
  selfie: RgbImage
}

export type LivenessDependencies = {
  matcher: Pick<FaceMatcher, 'inspect' | 'embed' | 'describe'>
  /** A cryptographic source: it draws the frames that are recognised. */
  randomBytes: RandomBytes
  policy?: LivenessPolicy
}

/** One part of the check; `skipped` because a part before it failed. */
export type LivenessCheck = {
  stage: LivenessStage
  outcome: 'passed' | 'uncertain' | 'failed' | 'skipped'
} & Partial<LivenessFault>

export type LivenessResult = {
  /**
   * `uncertain`: everything was done that was asked for, and all that is in doubt is whether some frames at rest are of the
   * selfie's person. Who decides by machine alone must take it for `failed`.
   */
  outcome: 'passed' | 'uncertain' | 'failed'
  /** Of the check that failed or is uncertain. */
  code: LivenessCode | undefined
  checks: LivenessCheck[]
  /** Of the first frame, if it was looked at. No part of the outcome. */
  advisory: AdvisoryScores | undefined
}

/**
 * Checks a film against its challenge: time, face, movements and person. Never throws for what was sent; the first
 * fault ends it, so that bad films cost little.
 */
export async function checkLiveness(
  { matcher, randomBytes, policy = defaultLivenessPolicy }: LivenessDependencies,
  { challenge, nonce, frames, selfie }: LivenessAttempt,
): Promise<LivenessResult> {
  if (challenge === undefined) return conclude('challenge', { code: 'challenge_unknown' })
  // Not a secret from the one who answers, so there is nothing to learn from how long this takes.
  if (nonce !== challenge.nonce) return conclude('challenge', { code: 'nonce_mismatch' })

  const timing = checkTiming(challenge, frames, policy)
  if (timing) return conclude('timing', timing)

  const samples: FaceSample[] = []
  let advisory: AdvisoryScores | undefined
  for (const frame of frames) {
    const seen = await inspectFrame(matcher, frame, policy)
    if ('code' in seen) return conclude('face', seen, advisory)
    advisory ??= advisoryScores(seen.image, seen.inspection)
    samples.push(sampleFace(frame.at, seen.image, seen.inspection))
  }
  const continuity = checkContinuity(samples)
  if (continuity) return conclude('continuity', continuity, advisory)
  const actions = checkActions(challenge, samples, policy)
  if (actions) return conclude('actions', actions, advisory)

  const reference = await matcher.embed(selfie).catch(unusable)
  if (!reference) return conclude('identity', { code: 'selfie_unusable' }, advisory)
  const recognised: RecognisedFrame[] = []
  for (const chosen of chooseIdentityFrames(challenge, samples, policy, randomBytes)) {
    const image = await imageOf(frames.find(({ at }) => at === chosen.at)!)
    const { embedding } = await matcher.describe(image!)
    recognised.push({ ...chosen, embedding })
  }
  return concludeIdentity(checkIdentity(reference, recognised, policy), advisory)
}

async function inspectFrame(
  matcher: LivenessDependencies['matcher'],
  frame: LivenessFrame | UndecodedFrame,
  policy: LivenessPolicy,
): Promise<{ image: RgbImage; inspection: FaceInspection } | LivenessFault> {
  const { at } = frame
  const image = await imageOf(frame)
  if (image === undefined) return { code: 'frame_unreadable', at }
  try {
    const inspection = await matcher.inspect(image)
    if (inspection.faces > 1) return { code: 'second_face', at }
    if (inspection.width < policy.minFaceWidth) return { code: 'face_too_far', at }
    return { image, inspection }
  } catch (error) {
    if (!(error instanceof FaceMatchError)) throw error
    return { code: error.code === 'face_not_found' ? 'face_lost' : 'frame_unreadable', at }
  }
}

async function imageOf(frame: LivenessFrame | UndecodedFrame): Promise<RgbImage | undefined> {
  return 'decode' in frame ? frame.decode() : frame.image
}

/** A selfie without a usable face is an answer, anything else a fault of ours. */
function unusable(error: unknown): FaceEmbedding | undefined {
  if (!(error instanceof FaceMatchError)) throw error
  return undefined
}

const stages = ['challenge', 'timing', 'face', 'continuity', 'actions', 'identity'] as const

function conclude(stage: LivenessStage, fault: LivenessFault | undefined, advisory?: AdvisoryScores): LivenessResult {
  const reached = stages.indexOf(stage)
  const checks = stages.map((name, i): LivenessCheck => {
    if (i === reached && fault) return { stage: name, outcome: 'failed', ...fault }
    return { stage: name, outcome: i > reached ? 'skipped' : 'passed' }
  })
  return { outcome: fault ? 'failed' : 'passed', code: fault?.code, checks, advisory }
}

/** The last stage, and the only one that can be in doubt. */
function concludeIdentity(finding: IdentityFinding | undefined, advisory?: AdvisoryScores): LivenessResult {
  const result = conclude('identity', finding?.fault, advisory)
  if (!finding?.doubtful) return result
  const checks = result.checks.map((check) =>
    check.stage === 'identity' ? { ...check, outcome: 'uncertain' as const } : check,
  )
  return { ...result, outcome: 'uncertain', checks }
}
