export { type Cohort, cohortLikeness, formatCohort, parseCohort } from './calibration/cohort.ts'
export { defaultProfile } from './calibration/default-profile.ts'
export { createJudge, type FaceMatch, type Judge } from './calibration/judge.ts'
export {
  type CalibrationProfile,
  type ErrorRates,
  type MeasuredRate,
  type OperatingPoint,
  parseProfile,
  type ScoreScale,
} from './calibration/profile.ts'
export type { FaceDecision } from './calibration/read-score.ts'
export { compareEmbeddings } from './compare.ts'
export type { FaceEmbedding } from './embed.ts'
export {
  type AnyFaceMatchError,
  FaceMatchError,
  type FaceMatchErrorCode,
  type FaceMatchErrors,
  type PicturePlace,
} from './errors.ts'
export type { EyeOpenness } from './eyes.ts'
export { readHalfFloats, writeHalfFloats } from './half-float.ts'
export { imageLimits, type RgbImage } from './image.ts'
export type { FaceInspection, FaceMeasures } from './inspect-face.ts'
export type { AdvisoryScores } from './liveness/advisory-scores.ts'
export {
  createChallenge,
  type LivenessAction,
  type LivenessChallenge,
  type LivenessStep,
} from './liveness/challenge.ts'
export { type ChallengeStore, createMemoryChallengeStore } from './liveness/challenge-store.ts'
export {
  checkLiveness,
  type LivenessAttempt,
  type LivenessCheck,
  type LivenessDependencies,
  type LivenessResult,
} from './liveness/check-liveness.ts'
export type { LivenessFrame, UndecodedFrame } from './liveness/frame.ts'
export { LIVENESS_CODES, type LivenessCode, type LivenessFault, type LivenessStage } from './liveness/liveness-codes.ts'
export { defaultLivenessPolicy, type LivenessPolicy } from './liveness/policy.ts'
export type { RandomBytes } from './liveness/random-below.ts'
export {
  createFaceMatcher,
  type DescribedFace,
  type FaceMatcher,
  type FaceMatcherDependencies,
  rethrowFor,
} from './match.ts'
export type { FaceMesh, MeshPoint } from './mesh.ts'
export { faceMessages } from './messages.ts'
export { computeModelHash, type ModelFile, type ModelManifest, type ReadModelFile, type Sha256 } from './model.ts'
export type { NetworkInput, NetworkSpec, NetworkStep, WeightRange } from './network.ts'
export type { HeadPose } from './pose.ts'
