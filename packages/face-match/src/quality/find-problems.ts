import { type AnyFaceMatchError, FaceMatchError } from '../errors.ts'
import type { FaceMeasures } from '../inspect-face.ts'
import { qualityLimits } from './quality-limits.ts'

/** One question to a picture: the error to raise, or nothing. */
type QualityCheck = (measures: FaceMeasures) => AnyFaceMatchError | false

const limits = qualityLimits

/** In the order in which a person should mend them. */
const checks: readonly QualityCheck[] = [
  ({ faces }) =>
    faces > 1 &&
    new FaceMatchError(
      'several_faces',
      `the picture shows ${faces} faces of comparable size; give a picture of one person`,
      { faces },
    ),
  ({ width }) =>
    width < limits.minFaceWidth &&
    new FaceMatchError(
      'face_too_small',
      `the face is ${Math.round(width)} pixels wide, at least ${limits.minFaceWidth} are needed; go closer to the camera`,
      { faceWidth: Math.round(width), minimum: limits.minFaceWidth },
    ),
  ({ pose: { yaw } }) =>
    Math.abs(yaw) > limits.maxYaw &&
    new FaceMatchError('face_turned', `the head is turned by ${degrees(yaw)}°; look straight into the camera`, {
      axis: 'yaw',
      degrees: degrees(yaw),
    }),
  ({ pose: { pitch } }) =>
    (pitch > limits.maxPitch || pitch < limits.minPitch) &&
    new FaceMatchError(
      'face_turned',
      `the head is raised or lowered by ${degrees(pitch)}°; look straight into the camera`,
      { axis: 'pitch', degrees: degrees(pitch) },
    ),
  ({ pose: { roll } }) =>
    Math.abs(roll) > limits.maxRoll &&
    new FaceMatchError('face_tilted', `the head leans by ${degrees(roll)}°; hold it upright`, {
      degrees: degrees(roll),
    }),
  ({ light: { brightness } }) =>
    brightness < limits.minBrightness &&
    new FaceMatchError('face_too_dark', 'the face is too dark; turn to the light', {}),
  ({ light: { brightness, burntOut } }) =>
    (brightness > limits.maxBrightness || burntOut > limits.maxBurntOut) &&
    new FaceMatchError('face_too_bright', 'the face is too bright; turn away from the strong light', {}),
  ({ light: { contrast } }) =>
    contrast < limits.minContrast &&
    new FaceMatchError('face_too_flat', 'the face has too little contrast; clean the lens, find another light', {}),
  ({ blur }) =>
    blur > limits.maxBlur &&
    new FaceMatchError('face_blurred', 'the face is blurred; hold the camera still and take it again', {}),
  ({ eyes: { left, right } }) =>
    (left + right) / 2 < limits.minEyeOpenness &&
    new FaceMatchError('eyes_closed', 'the eyes are closed; open them and take it again', {}),
  ({ cover: { eyeLight } }) =>
    eyeLight < limits.minEyeLight &&
    new FaceMatchError('face_covered', 'the eyes are covered; take dark glasses off', { part: 'eyes' }),
  ({ cover: { mouthColour, mouthLight } }) =>
    (mouthColour > limits.maxMouthColour || mouthLight < limits.minMouthLight || mouthLight > limits.maxMouthLight) &&
    new FaceMatchError('face_covered', 'mouth or chin are covered; take the mask off', { part: 'mouth' }),
]

/** Everything that is wrong with a picture, the most telling first. */
export function findProblems(measures: FaceMeasures): readonly AnyFaceMatchError[] {
  return checks.map((check) => check(measures)).filter((problem) => problem !== false)
}

/**
 * The last question, asked when the face has been described: did the network see enough of it? Catches what the others
 * miss, reflecting glasses and hands among them.
 * @param strength of the description, see `FaceEmbedding`
 */
export function findStrengthProblem(strength: number): AnyFaceMatchError | undefined {
  if (strength >= limits.minStrength) return undefined
  return new FaceMatchError('face_unclear', 'too little of the face can be seen; uncover it, find better light', {})
}

function degrees(angle: number): number {
  return Math.round(Math.abs(angle))
}
